package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.music;
import static io.cantus.transforms.abc.Abc.notes;
import static io.cantus.transforms.abc.Abc.pitches;
import static io.cantus.transforms.abc.Abc.tune;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.TextAnnotation;
import io.cantus.proto.NoteSequence.TextAnnotation.TextAnnotationType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the signs of music mean. A quarter note is a second. */
final class AbcNotesTest {

  @Test
  void lettersAreNotesFromMiddleCAndMarksMoveThemByOctaves() {
    assertThat(pitches("CDEFGAB cdefgab C,B,, c'b'' C',"))
        .containsExactly(
            60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79, 81, 83, 48, 47, 84, 107, 60);
  }

  @Test
  void everyNoteHasTheVelocityOfTheReferenceWhateverTheDynamics() {
    assertThat(music("!ff!C +pp+D").getNotesList()).extracting(Note::getVelocity).containsOnly(90);
  }

  @ParameterizedTest
  @CsvSource({
    "C,1.0",
    "C2,2.0",
    "C3/2,1.5",
    "C/,0.5",
    "C//,0.25",
    "C///,0.125",
    "C/2,0.5",
    "C/4,0.25",
    "C3/,1.5",
    "C3//,0.75",
    "C12,12.0"
  })
  void aNumberAfterANoteIsItsLength(String note, double seconds) {
    assertThat(notes(note)).containsExactly("60 0.0-" + seconds);
  }

  @Test
  void anAccidentalHoldsForItsLetterInAllOctavesUntilTheBar() {
    assertThat(pitches("^F F f F, =F F _B B | F B"))
        .containsExactly(66, 66, 78, 54, 65, 65, 70, 70, 65, 71);
  }

  @Test
  void doubleAccidentalsAlterByTwoSemitones() {
    assertThat(pitches("^^F F __B B|")).containsExactly(67, 67, 69, 69);
  }

  @Test
  void restsAreSilence() {
    assertThat(notes("C z D x2 E z/ F"))
        .containsExactly("60 0.0-1.0", "62 2.0-3.0", "64 5.0-6.0", "65 6.5-7.5");
  }

  @Test
  void restsOfWholeBarsLastAsTheMeterSays() {
    assertThat(notes(tune("M:3/4", "L:1/4", "Q:1/4=60", "K:C", "Z2 C X D")))
        .containsExactly("60 6.0-7.0", "62 10.0-11.0");
    assertThat(notes(tune("M:none", "L:1/4", "Q:1/4=60", "K:C", "Z C")))
        .containsExactly("60 4.0-5.0");
  }

  @Test
  void spacersTakeNoTime() {
    assertThat(notes("C y D y3 E")).hasSize(3).contains("64 2.0-3.0");
  }

  @Test
  void aNoteOfNoLengthIsNotPlayed() {
    assertThat(notes("C D0 E")).containsExactly("60 0.0-1.0", "64 1.0-2.0");
  }

  @Test
  void notesOfAChordSoundTogether() {
    assertThat(notes("[CEG] [CE]2 [C2E2]/ C"))
        .containsExactly(
            "60 0.0-1.0",
            "64 0.0-1.0",
            "67 0.0-1.0",
            "60 1.0-3.0",
            "64 1.0-3.0",
            "60 3.0-4.0",
            "64 3.0-4.0",
            "60 4.0-5.0");
  }

  @Test
  void aChordIsAsLongAsItsFirstNoteAndTheOthersKeepTheirLengths() {
    assertThat(notes("[CE3]D [C3E]D"))
        .containsExactly(
            "60 0.0-1.0", "64 0.0-3.0", "62 1.0-2.0", "60 2.0-5.0", "64 2.0-3.0", "62 5.0-6.0");
  }

  @Test
  void aChordMayHoldTextDecorationsAndRests() {
    assertThat(pitches("[\"C\"C !p!E {g}G z] [.C(E)]")).containsExactly(60, 64, 67, 60, 64);
    assertThat(notes("[z2] C [] D")).containsExactly("60 2.0-3.0", "62 3.0-4.0");
  }

  @Test
  void chordsOfOldBooksStandBetweenPlusSigns() {
    assertThat(notes("+CEG+ +C2E2+ +trill+C +ff+D"))
        .containsExactly(
            "60 0.0-1.0",
            "64 0.0-1.0",
            "67 0.0-1.0",
            "60 1.0-3.0",
            "64 1.0-3.0",
            "60 3.0-4.0",
            "62 4.0-5.0");
  }

  @Test
  void aTieJoinsNotesOfOnePitch() {
    assertThat(notes("C-C D-|D2-|D E")).containsExactly("60 0.0-2.0", "62 2.0-6.0", "64 6.0-7.0");
  }

  @Test
  void aTieCarriesAnAccidentalOverTheBar() {
    assertThat(notes("^F-|F F|")).containsExactly("66 0.0-2.0", "65 2.0-3.0");
  }

  @Test
  void aTieBetweenNotesOfTwoPitchesIsASlur() {
    assertThat(notes("C-D C-z C"))
        .containsExactly("60 0.0-1.0", "62 1.0-2.0", "60 2.0-3.0", "60 4.0-5.0");
  }

  @Test
  void chordsAreTiedNoteByNote() {
    assertThat(notes("[CE]-[CF] [C-E]C"))
        .containsExactly("60 0.0-2.0", "64 0.0-1.0", "65 1.0-2.0", "60 2.0-4.0", "64 2.0-3.0");
  }

  @Test
  void aBrokenRhythmGivesHalfOfOneNoteToTheOther() {
    assertThat(notes("C>D E<F"))
        .containsExactly("60 0.0-1.5", "62 1.5-2.0", "64 2.0-2.5", "65 2.5-4.0");
  }

  @Test
  void aRhythmBrokenTwiceOrThriceIsDottedTwiceOrThrice() {
    assertThat(notes("C>>D E<<<F"))
        .containsExactly("60 0.0-1.75", "62 1.75-2.0", "64 2.0-2.125", "65 2.125-4.0");
  }

  @Test
  void aBrokenRhythmReachesOverBlanksTextGraceNotesAndBars() {
    assertThat(notes("C > \"G\"{e}D E>|F G>", "A"))
        .containsExactly(
            "60 0.0-1.5", "62 1.5-2.0", "64 2.0-3.5", "65 3.5-4.0", "67 4.0-5.5", "69 5.5-6.0");
  }

  @Test
  void brokenRhythmsMayFollowEachOther() {
    assertThat(notes("C>D>E")).containsExactly("60 0.0-1.5", "62 1.5-2.5", "64 2.5-3.0");
  }

  @Test
  void restsAndChordsTakePartInBrokenRhythms() {
    assertThat(notes("z>C [CE]>D"))
        .containsExactly("60 1.5-2.0", "60 2.0-3.5", "64 2.0-3.5", "62 3.5-4.0");
  }

  @Test
  void ofNotesOfTwoLengthsABrokenRhythmDotsTheLongerOnly() {
    assertThat(notes("C>D/ E")).containsExactly("60 0.0-1.5", "62 1.5-2.0", "64 2.0-3.0");
    assertThat(notes("C/<D E")).containsExactly("60 0.0-0.5", "62 0.5-2.0", "64 2.0-3.0");
  }

  @ParameterizedTest
  @CsvSource({
    "(2CDE,1.5",
    "(3CDE,0.6666666666666666",
    "(4CDEF,0.75",
    "(6CDEFGAB,0.3333333333333333",
    "(8CDEFGABc,0.375",
    "(5CDEFG,0.4",
    "(3:2CDE,0.6666666666666666",
    "(3:2:3CDE,0.6666666666666666",
    "(3::CDE,0.6666666666666666",
    "(3:4:3CDE,1.3333333333333333",
    "(7:4CDE,0.5714285714285714",
    "(12:8CDE,0.6666666666666666",
    "(3 C D E,0.6666666666666666"
  })
  void aTupletPutsItsNotesInTheTimeOfOthers(String tuplet, double firstEnds) {
    assertThat(notes(tuplet).get(0)).isEqualTo("60 0.0-" + firstEnds);
  }

  @Test
  void inCompoundMetersFiveNotesTakeTheTimeOfThree() {
    assertThat(notes(tune("M:6/8", "L:1/4", "Q:1/4=60", "K:C", "(5CDEFG")).get(0))
        .isEqualTo("60 0.0-0.6");
  }

  @Test
  void aTupletEndsAfterItsNotes() {
    assertThat(notes("(3CDE F")).last().isEqualTo("65 2.0-3.0");
    assertThat(notes("(3:2:2CD E")).last().asString().startsWith("64 1.33");
    assertThat(notes("(3CzE F")).last().isEqualTo("65 2.0-3.0");
    assertThat(notes("(3[CE]D{g}E F")).last().isEqualTo("65 2.0-3.0");
  }

  @Test
  void tupletsMayStandWithinEachOther() {
    assertThat(notes("(2:3:2 C (3:2:1 D E"))
        .containsExactly("60 0.0-1.5", "62 1.5-2.5", "64 2.5-3.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{g}C{ab'/c2}D", "!trill!C !f!D", "(C D)", "((C) D)", ".C ~D", "HLMOPSTuvC D", "C`D", "C$D",
        "C !D", "C D !", "C\\", "C y0 *D", ".(C D.)", "J.C kD", "[r:remark]C D", "[I:any]C[N:x]D",
        "+f+C +plus+D"
      })
  void whatDoesNotSoundChangesNothing(String line) {
    assertThat(notes(line, line.endsWith("\\") ? "D" : ""))
        .containsExactly("60 0.0-1.0", "62 1.0-2.0");
  }

  @Test
  void graceNotesAreNotPlayed() {
    assertThat(notes("{c}C {/d}{e>f[gb]}D")).containsExactly("60 0.0-1.0", "62 1.0-2.0");
  }

  @Test
  void symbolsThatATuneDefinesAreDecorations() {
    assertThat(notes(tune("U:W=!trill!", "L:1/4", "Q:1/4=60", "K:C", "WC"))).hasSize(1);
    assertThat(pitches("[U:q=!plus!]qC")).containsExactly(60);
    assertThat(Abc.refused("WC").reason()).isEqualTo("unexpected-character");
  }

  @Test
  void textIsKeptWithItsTimeAndChordSymbolsAreTold() {
    NoteSequence sequence = music("\"Am7\"C \"^slowly\"D2 \"\" \"g\"E");

    assertThat(sequence.getTextAnnotationsList())
        .extracting(TextAnnotation::getText, TextAnnotation::getTime)
        .containsExactly(tuple("Am7", 0.0), tuple("^slowly", 1.0), tuple("", 3.0), tuple("g", 3.0));
    assertThat(sequence.getTextAnnotationsList())
        .extracting(TextAnnotation::getAnnotationType)
        .containsExactly(
            TextAnnotationType.CHORD_SYMBOL,
            TextAnnotationType.UNKNOWN,
            TextAnnotationType.UNKNOWN,
            TextAnnotationType.CHORD_SYMBOL);
  }

  @Test
  void timesAddUpNoteByNoteAsInTheReference() {
    double tenths = 0;
    for (int i = 0; i < 10; i++) {
      tenths += 0.1;
    }
    NoteSequence sequence = tune("L:1/8", "Q:1/4=300", "K:C", "CDEFGABcde");

    assertThat(sequence.getTotalTime()).isEqualTo(tenths).isNotEqualTo(1.0);
    assertThat(sequence.getNotes(9).getEndTime()).isEqualTo(tenths);
  }

  @Test
  void theTotalTimeIsTheEndOfTheLastNote() {
    assertThat(music("C D z4").getTotalTime()).isEqualTo(2);
  }

  @Test
  void linesOfWordsAndCommentsAreNoMusic() {
    assertThat(
            pitches("C D % E", "w: a-b c", "%F", "%%text G", "W:A", "s: !f! A", "E |", "+: more"))
        .isEqualTo(List.of(60, 62, 64));
  }

  @Test
  void aNoteAndARepeatAtTheStartOfALineAreNoField() {
    assertThat(pitches("|:C", "D:|", "E::F:|")).containsExactly(60, 62, 64, 65);
  }
}
