package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.file;
import static io.cantus.transforms.midi.Smf.header;
import static io.cantus.transforms.midi.Smf.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SmallHeap;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Small files made to cost much time or memory. The limit is some hundred times what each takes, so
 * only a cost that grows faster than the file breaks it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HostileMidiTest {
  private static final SourceFile SOURCE = new SourceFile("coll", "a.mid");

  private static NoteSequence convert(byte[] midi) throws Exception {
    Outcome<byte[]> outcome =
        MidiConverter.convertToRecord(SOURCE, midi, ConversionLimits.DEFAULTS);
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return NoteSequence.parseFrom(((Outcome.Produced<byte[]>) outcome).values().get(0));
  }

  @Test
  void allTracksThatAHeaderCanCount() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header(1, 0x7fff, 480));
    byte[] track = Smf.track(hex("00 90 3c 50 60 3c 00 00 3c 50"));
    for (int i = 0; i < 0x7fff; i++) {
      file.writeBytes(track);
    }

    assertThat(convert(file.toByteArray()).getNotesCount()).isEqualTo(0x7fff);
  }

  @Test
  void tracksThatAreAnnouncedButNotThere() {
    byte[] midi = Smf.join(header(1, 0x7fff, 480), Smf.track(hex("00 ff 2f 00")));

    assertThat(MidiConverter.convertToRecord(SOURCE, midi, ConversionLimits.DEFAULTS))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void aMillionNotesOfOneKeyThatAllSoundAtOnce() throws Exception {
    int notes = 1_000_000;
    String on = "00 90 3c 50" + "01 3c 50".repeat(notes - 1);

    assertThat(convert(file(480, on + "01 3c 00")).getNotesCount()).isEqualTo(notes);
    assertThat(convert(file(480, on)).getNotesCount()).isZero();
  }

  @Test
  void notesThatAnOffKeepsOpenOverAndOver() throws Exception {
    // At each tick a note begins, an off ends the one before it and keeps the new one.
    String events = "00 90 3c 50" + "01 3c 50 00 3c 00".repeat(200_000);

    assertThat(convert(file(480, events)).getNotesCount()).isEqualTo(200_000);
  }

  @Test
  void aTempoForEachOfManyNotesInManyTracks() throws Exception {
    String tempos = "01 ff 51 03 07 a1 20 01 ff 51 03 07 a1 21".repeat(50_000);
    String notes = "00 90 3c 50" + "01 3c 00 00 3c 50".repeat(50_000);

    assertThat(convert(file(480, tempos, notes, notes)).getNotesCount()).isEqualTo(100_000);
  }

  @Test
  void numbersAndTextsOfGreatLength() throws Exception {
    String zero = "80".repeat(500_000) + "00";
    String endless = "ff".repeat(500_000) + "7f";
    String names = ("00 ff 03 87 68" + "e9".repeat(1000)).repeat(1000);

    assertThat(convert(file(480, zero + "ff 2f 00")).getTemposCount()).isOne();
    assertThat(convert(file(480, endless + "ff 08 00")).getTemposCount()).isOne();
    assertThat(convert(file(480, names)).getInstrumentInfosCount()).isZero();
  }

  /** Two thousand instruments, each of which repeats what its channel and track share. */
  private static String manyInstruments() {
    StringBuilder events = new StringBuilder();
    for (int channel = 0; channel < 16; channel++) {
      for (int program = 0; program < 128; program++) {
        events.append("00c%x%02x 009%x3c50 013c00".formatted(channel, program, channel));
      }
    }
    return events.toString();
  }

  @Test
  void controllersThatManyInstrumentsShareAreRepeatedUpToALimit() throws Exception {
    String shared = "00 b0 07 01" + "00 07 02".repeat(999);
    NoteSequence sequence = convert(file(480, shared + manyInstruments()));
    assertThat(sequence.getControlChangesCount()).isEqualTo(128 * 1000);

    String tooMany = "00 b0 07 01" + "00 07 02".repeat(200_000);
    assertTooLarge(file(480, tooMany + manyInstruments()));
  }

  @Test
  void aNameThatManyInstrumentsShareIsRepeatedUpToALimit() throws Exception {
    String name = "00 ff 03 87 68" + "e9".repeat(1000);
    assertThat(convert(file(480, name + manyInstruments())).getInstrumentInfosCount())
        .isEqualTo(2048);

    String tooLong = "00 ff 03 bd 84 40" + "e9".repeat(1_000_000);
    assertTooLarge(file(480, tooLong + manyInstruments()));
  }

  @Test
  void noFileTakesMoreThan256MegabytesOfHeap() throws Exception {
    assertThat(SmallHeap.run(HostileFile.class))
        .containsExactlyElementsOf(
            HostileFile.ALL.stream().map(file -> file.name() + ": " + file.reason()).toList());
  }

  private static void assertTooLarge(byte[] midi) {
    Outcome<byte[]> outcome =
        MidiConverter.convertToRecord(SOURCE, midi, ConversionLimits.DEFAULTS);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.rejection().reason()).isEqualTo("sequence-too-large"));
  }
}
