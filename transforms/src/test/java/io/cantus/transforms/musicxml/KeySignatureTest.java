package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.notes;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.scoreOfParts;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, and what transposing instruments make of them and of notes. */
final class KeySignatureTest {
  private static final String CLARINET =
      "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>";

  private static String attributes(String... content) {
    return "<attributes>" + String.join("", content) + "</attributes>";
  }

  private static String key(int fifths, String mode) {
    return "<key><fifths>%s</fifths><mode>%s</mode></key>".formatted(fifths, mode);
  }

  private static List<String> keys(String xml) {
    return sequence(xml).getKeySignaturesList().stream()
        .map(key -> key.getKeyValue() + " " + key.getMode() + "@" + key.getTime())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, major, 0 MAJOR",
    "-7, major, 11 MAJOR",
    "7, major, 1 MAJOR",
    "0, minor, 9 MINOR",
    "3, minor, 6 MINOR",
    "-7, minor, 8 MINOR",
    "7, aeolian, 10 MINOR",
    "0, dorian, 2 DORIAN",
    "0, phrygian, 4 PHRYGIAN",
    "0, lydian, 5 LYDIAN",
    "0, mixolydian, 7 MIXOLYDIAN",
    "0, locrian, 11 LOCRIAN",
    "1, ionian, 7 MAJOR",
    "1, none, 7 MAJOR",
    "8, major, 8 MAJOR"
  })
  void namesTheTonicAndTheMode(int fifths, String mode, String expected) {
    assertThat(keys(score(attributes(key(fifths, mode)) + rest(1))))
        .containsExactly(expected + "@0.0");
  }

  @Test
  void isMajorWhereNoModeIsWrittenAndCMajorWhereNoKeyIs() {
    assertThat(keys(score(attributes("<key><fifths>2</fifths></key>"))))
        .containsExactly("2 MAJOR@0.0");
    assertThat(keys(score(rest(1)))).containsExactly("0 MAJOR@0.0");
    assertThat(keys(score(attributes("<key><key-step>F</key-step><key-alter>1</key-alter></key>"))))
        .containsExactly("0 MAJOR@0.0");
  }

  @Test
  void soundsAsTransposedInTheFirstMeasureAndInLaterOnes() {
    assertThat(
            keys(
                score(
                    attributes(key(2, "major"), CLARINET) + rest(4),
                    attributes(key(-1, "minor")) + rest(4))))
        .containsExactly("0 MAJOR@0.0", "0 MINOR@2.0");
  }

  @Test
  void isListedOnceThoughAllPartsHaveIt() {
    assertThat(
            keys(
                scoreOfParts(
                    part("P1", attributes(key(-2, "major")) + rest(1)),
                    part("P2", attributes(key(0, "major"), CLARINET) + rest(1)),
                    part("P3", attributes(key(3, "major")) + rest(1)))))
        .containsExactly("10 MAJOR@0.0", "9 MAJOR@0.0");
  }

  @Test
  void countsTheLastOfSeveralStaves() {
    assertThat(keys(score(attributes(key(0, "major")) + attributes(key(1, "major")) + rest(1))))
        .containsExactly("7 MAJOR@0.0");
  }

  @Test
  void transposesNotesByOctavesToo() {
    String tenorSaxophone =
        "<transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose>";

    assertThat(notes(score(attributes(tenorSaxophone) + note("C4", 1))))
        .containsExactly("46 0.0-0.5");
  }

  @Test
  void transposesTheOnePartOnly() {
    assertThat(
            notes(
                scoreOfParts(
                    part("P1", attributes(CLARINET) + note("C4", 1)), part("P2", note("C4", 1)))))
        .containsExactly("58 0.0-0.5", "60 0.0-0.5");
  }
}
