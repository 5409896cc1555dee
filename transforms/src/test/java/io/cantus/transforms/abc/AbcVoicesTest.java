package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.notes;
import static io.cantus.transforms.abc.Abc.pitches;
import static io.cantus.transforms.abc.Abc.sections;
import static io.cantus.transforms.abc.Abc.tune;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.PartInfo;
import io.cantus.proto.NoteSequence.Tempo;
import org.junit.jupiter.api.Test;

/** Several voices. A quarter note is a second. */
final class AbcVoicesTest {

  private static NoteSequence voices(String... lines) {
    return tune("L:1/4", "Q:1/4=60", "M:4/4", "K:C", String.join("\n", lines));
  }

  @Test
  void eachVoiceHasItsOwnTimeAndIsAnInstrumentAndAPart() {
    NoteSequence sequence =
        tune(
            "L:1/4",
            "Q:1/4=60",
            "V:T name=\"Tenor I\"",
            "V:B nm=Bass clef=bass",
            "V:X",
            "K:C",
            "V:T",
            "CD|",
            "V:B",
            "E,2|",
            "V:T",
            "E|",
            "[V:B]F,|");

    assertThat(notes(sequence))
        .containsExactly(
            "60 0.0-1.0", "62 1.0-2.0", "64 2.0-3.0", "52 0.0-2.0 i1", "53 2.0-3.0 i1");
    assertThat(sequence.getNotesList()).extracting(Note::getPart).containsExactly(0, 0, 0, 1, 1);
    assertThat(sequence.getPartInfosList())
        .extracting(PartInfo::getPart, PartInfo::getName)
        .containsExactly(tuple(0, "Tenor I"), tuple(1, "Bass"));
  }

  @Test
  void musicBeforeAnyVoiceIsTheFirstThatTheHeaderNames() {
    assertThat(notes(tune("V:a", "V:b", "L:1/4", "Q:1/4=60", "K:C", "C", "V:b", "E", "V:a", "D")))
        .containsExactly("60 0.0-1.0", "62 1.0-2.0", "64 0.0-1.0 i1");
    assertThat(notes(voices("C", "V:2", "E"))).containsExactly("60 0.0-1.0", "64 0.0-1.0 i1");
  }

  @Test
  void fieldsGovernTheVoiceTheyStandIn() {
    NoteSequence sequence =
        voices("V:1", "F[K:G]F", "V:2", "FF[L:1/8]F", "V:1", "^C", "V:2", "C[K:D]F[M:3/4]Z");

    assertThat(notes(sequence))
        .containsExactly(
            "65 0.0-1.0",
            "66 1.0-2.0",
            "61 2.0-3.0",
            "65 0.0-1.0 i1",
            "65 1.0-2.0 i1",
            "65 2.0-2.5 i1",
            "60 2.5-3.0 i1",
            "66 3.0-3.5 i1");
    assertThat(sequence.getKeySignaturesCount()).isEqualTo(2);
    assertThat(sequence.getTimeSignaturesCount()).isEqualTo(1);
  }

  @Test
  void aVoiceThatBeginsLateHasTheFieldsOfTheHeader() {
    assertThat(pitches(tune("K:G", "V:1", "F[K:C]F", "V:2", "F"))).containsExactly(66, 65, 66);
  }

  @Test
  void aTempoHoldsForAllVoicesFromItsTime() {
    NoteSequence sequence = voices("V:1", "C [Q:1/4=30]D", "V:2", "E4");

    assertThat(notes(sequence)).containsExactly("60 0.0-1.0", "62 1.0-3.0", "64 0.0-7.0 i1");
    assertThat(sequence.getTemposList()).extracting(Tempo::getTime).containsExactly(0.0, 1.0);
  }

  @Test
  void aTempoThatAVoiceRepeatsIsTheSameTempo() {
    assertThat(voices("V:1", "C[Q:1/4=30]D", "V:2", "C[Q:1/4=30]D").getTemposCount()).isEqualTo(2);
  }

  @Test
  void theFormIsThatOfTheFirstVoice() {
    assertThat(sections(voices("V:1", "|:C:|D|]", "V:2", "|:C:|D||E|]")))
        .isEqualTo("0@0.0 1@1.0 | 0 x2, 1 x1");
  }

  @Test
  void textOfAllVoicesIsInTheOrderOfTime() {
    NoteSequence sequence = voices("V:1", "\"C\"C2 \"F\"F", "V:2", "C\"G\"D");

    assertThat(sequence.getTextAnnotationsList())
        .extracting(NoteSequence.TextAnnotation::getText)
        .containsExactly("C", "G", "F");
  }

  @Test
  void anOverlaySoundsFromTheStartOfItsBarAsAnotherInstrument() {
    NoteSequence sequence = voices("C D|E F & c2|G&^f&d|A");

    assertThat(notes(sequence))
        .containsExactly(
            "60 0.0-1.0",
            "62 1.0-2.0",
            "64 2.0-3.0",
            "65 3.0-4.0",
            "67 4.0-5.0",
            "69 5.0-6.0",
            "72 2.0-4.0 i1",
            "78 4.0-5.0 i1",
            "74 4.0-5.0 i2");
    assertThat(sequence.getNotesList()).extracting(Note::getPart).containsOnly(0);
    assertThat(sequence.getPartInfosCount()).isZero();
  }

  @Test
  void anOverlayHasItsOwnAccidentals() {
    assertThat(pitches(voices("^F & F|F & ^F"))).containsExactly(66, 65, 65, 66);
  }
}
