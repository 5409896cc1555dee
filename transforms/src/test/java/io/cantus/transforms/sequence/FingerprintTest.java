package io.cantus.transforms.sequence;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static NoteSequence song() {
    return sequence()
        .meter(0, 3, 4)
        .tempo(0, 100)
        .tempo(2, 90)
        .note(0, 60, 0, 1)
        .note(0, 62, 1, 2.5)
        .note(0, 62, 1, 2.5)
        .note(1, 48, 0, 4)
        .build();
  }

  private static NoteSequence changed(Consumer<NoteSequence.Builder> change) {
    NoteSequence.Builder changed = song().toBuilder();
    change.accept(changed);
    return changed.build();
  }

  private static Fingerprint notes(NoteSequence sequence) {
    return Fingerprint.ofNotes(SequenceColumns.of(sequence));
  }

  private static Fingerprint bytes(NoteSequence sequence) {
    return Fingerprint.ofBytes(sequence.toByteArray());
  }

  private static void assertSameMusic(Consumer<NoteSequence.Builder> change) {
    assertThat(changed(change)).isNotEqualTo(song());
    assertThat(notes(changed(change))).isEqualTo(notes(song()));
  }

  private static void assertOtherMusic(Consumer<NoteSequence.Builder> change) {
    assertThat(notes(changed(change))).isNotEqualTo(notes(song()));
  }

  @Test
  void neverChanges() {
    // Splits of data sets rest on it.
    assertThat(notes(song())).hasToString("71c7eda615c259b1e2a30ad6bd47c783");
    assertThat(bytes(song())).hasToString("daca6a723eb6f990e4d9f4eaa86c13e5");
  }

  @Test
  void theMusicIsTheSameUnderOtherNamesAndInAnotherOrder() {
    assertSameMusic(song -> song.setId("a").setFilename("b").setCollectionName("c"));
    assertSameMusic(song -> song.getNotesBuilder(0).setVelocity(1).setProgram(33));
    assertSameMusic(song -> song.addTemposBuilder().setTime(3).setQpm(90));
    assertSameMusic(song -> song.addTemposBuilder().setTime(1000).setQpm(300));
    assertSameMusic(song -> song.addControlChangesBuilder().setControlNumber(7));
    assertSameMusic(song -> song.addKeySignaturesBuilder().setKeyValue(3));
    assertSameMusic(
        song -> {
          List<Note> reversed = new ArrayList<>(song.getNotesList());
          Collections.reverse(reversed);
          song.clearNotes().addAllNotes(reversed);
        });
    assertSameMusic(
        song ->
            song.getNotesBuilderList()
                .forEach(note -> note.setInstrument(9 - note.getInstrument())));
  }

  @Test
  void aDefaultThatIsWrittenOutIsTheSameMusic() {
    assertThat(notes(sequence().meter(0, 4, 4).tempo(0, 120).note(60, 0, 1).build()))
        .isEqualTo(notes(sequence().note(60, -0.0, 1).build()));
  }

  @Test
  void theMusicIsAnotherWhenAnythingHeardOrGriddedIsAnother() {
    assertOtherMusic(song -> song.getNotesBuilder(0).setPitch(61));
    assertOtherMusic(song -> song.getNotesBuilder(0).setStartTime(Double.MIN_VALUE));
    assertOtherMusic(song -> song.getNotesBuilder(0).setEndTime(Math.nextUp(1.0)));
    assertOtherMusic(song -> song.getNotesBuilder(0).setIsDrum(true));
    assertOtherMusic(song -> song.getNotesBuilder(0).setVelocity(0));
    assertOtherMusic(song -> song.getNotesBuilder(0).setInstrument(1));
    assertOtherMusic(song -> song.removeNotes(1));
    assertOtherMusic(song -> song.addNotes(song.getNotes(3)));
    assertOtherMusic(song -> song.getTemposBuilder(1).setQpm(91));
    assertOtherMusic(song -> song.getTemposBuilder(1).setTime(2.25));
    assertOtherMusic(song -> song.getTimeSignaturesBuilder(0).setNumerator(4));
    assertOtherMusic(song -> song.setTotalTime(5));
    // The same notes, dealt to the instruments in another way.
    assertOtherMusic(
        song -> {
          song.getNotesBuilder(1).setInstrument(1);
          song.getNotesBuilder(3).setInstrument(0);
        });
  }

  @Test
  void manyNearlyEqualSequencesAreAllTold() {
    Set<Fingerprint> seen = new HashSet<>();
    Set<Long> halves = new HashSet<>();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      Fingerprint one =
          notes(
              sequence()
                  .note(60 + random.nextInt(2), 0, 1)
                  .note(1, 60, i * 0.125, i * 0.125 + 1)
                  .build());
      assertThat(seen.add(one)).isTrue();
      assertThat(halves.add(one.high()) && halves.add(one.low())).isTrue();
    }
  }

  @Test
  void theBytesAreTheSameButForNames() {
    assertThat(bytes(changed(song -> song.setId("a").setFilename("b").setCollectionName("c"))))
        .isEqualTo(bytes(song()));
    assertThat(bytes(changed(song -> song.setReferenceNumber(1)))).isNotEqualTo(bytes(song()));
    assertThat(bytes(changed(song -> song.getNotesBuilder(0).setVelocity(1))))
        .isNotEqualTo(bytes(song()));
    assertThatThrownBy(() -> Fingerprint.ofBytes(new byte[] {10, 9, 1}))
        .isInstanceOf(BadInputException.class)
        .hasMessage("not a NoteSequence: a field of 9 bytes where 1 are left at byte 2 of 3");
  }
}
