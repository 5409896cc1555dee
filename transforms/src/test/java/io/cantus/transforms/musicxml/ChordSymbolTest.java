package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.COMMON;
import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence.TextAnnotation;
import io.cantus.proto.NoteSequence.TextAnnotation.TextAnnotationType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chord symbols as text. */
final class ChordSymbolTest {
  private static final String C = "<root><root-step>C</root-step></root>";

  private static String harmony(String... content) {
    return "<harmony>" + String.join("", content) + "</harmony>";
  }

  private static String root(String step, int alter) {
    return "<root><root-step>%s</root-step><root-alter>%s</root-alter></root>"
        .formatted(step, alter);
  }

  private static String degree(String value, String alter, String type) {
    return "<degree><degree-value>%s</degree-value><degree-alter>%s</degree-alter><degree-type>%s</degree-type></degree>"
        .formatted(value, alter, type);
  }

  private static String figure(String harmony) {
    return figure("", harmony);
  }

  private static String figure(String before, String harmony) {
    String xml = score(before + harmony + note("C4", 1));
    assertThat(sequence(xml).getNotesCount()).isEqualTo(1);
    return sequence(xml).getTextAnnotations(0).getText();
  }

  @ParameterizedTest
  @CsvSource({
    "major, C",
    "minor, Cm",
    "dominant, C7",
    "half-diminished, Cm7b5",
    "major-minor, Cm(maj7)",
    "suspended-fourth, Csus",
    "dominant-13th, C13",
    "maj69, C6(add9)",
    "'  min7 ', Cm7",
    "'', C",
    "none, N.C."
  })
  void writesItsKind(String kind, String expected) {
    assertThat(figure(harmony(C, "<kind text='whatever'>" + kind + "</kind>"))).isEqualTo(expected);
  }

  @Test
  void writesRootBassAndDegrees() {
    assertThat(
            figure(
                harmony(
                    root("B", -1),
                    "<kind>minor-seventh</kind>",
                    degree("9", "0", "add"),
                    degree("5", "-1", "alter"),
                    degree("11", "1", "add"),
                    degree("3", "0", "subtract"),
                    degree("13", "0", "alter"),
                    "<bass><bass-step>F</bass-step><bass-alter>1</bass-alter></bass>")))
        .isEqualTo("Bbm7(add9)(b5)(#11)(no3)/F#");
    assertThat(figure(harmony(root("F", 2), "<kind>major</kind>"))).isEqualTo("F##");
    assertThat(figure(harmony(root("E", -2)))).isEqualTo("Ebb");
  }

  @ParameterizedTest
  @CsvSource({
    "-2, C, 0, Bb",
    "-2, F, 1, E",
    "-3, C, 0, A",
    "-9, B, 0, D",
    "-7, G, -1, Cb",
    "-14, D, 0, C",
    "1, B, 2, D",
    "6, B, 1, F#",
    "12, F, 2, F##"
  })
  void soundsAsTransposed(int semitones, String step, int alter, String expected) {
    String transpose =
        "<attributes><transpose><chromatic>%s</chromatic></transpose></attributes>"
            .formatted(semitones);
    String bass = "<bass><bass-step>%s</bass-step><bass-alter>%s</bass-alter></bass>";

    assertThat(figure(transpose, harmony(root(step, alter), bass.formatted(step, alter))))
        .isEqualTo(expected + "/" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<kind>major</kind>",
        "<root><root-step>H</root-step></root><kind>major</kind>",
        "<root><root-step/></root><kind>major</kind>",
        "<root><root-step>C</root-step><root-alter>3</root-alter></root>",
        "<root><root-step>C</root-step><root-alter>sharp</root-alter></root>",
        "<root><root-step>C</root-step></root><kind>Neapolitan</kind>",
        "<root><root-step>C</root-step></root><kind>other</kind>",
        "<root><root-step>C</root-step></root><bass><bass-step>X</bass-step></bass>",
        "<root><root-step>C</root-step></root><degree><degree-value>9</degree-value></degree>",
        "<root><root-step>C</root-step></root><degree><degree-type>add</degree-type></degree>",
        "<function>V</function><kind>major</kind>"
      })
  void isNoChordWhereItCannotBeWritten(String content) {
    assertThat(figure(harmony(content))).isEqualTo("N.C.");
  }

  @Test
  void holdsFromItsPlaceOn() {
    List<TextAnnotation> symbols =
        sequence(
                score(
                    COMMON + harmony(C, "<offset>-99</offset>") + rest(8),
                    harmony(C) + harmony(C, "<offset>3</offset>") + rest(8)))
            .getTextAnnotationsList();

    assertThat(symbols).extracting(TextAnnotation::getTime).containsExactly(0.0, 2.0, 2.75);
    assertThat(symbols)
        .extracting(TextAnnotation::getAnnotationType)
        .containsOnly(TextAnnotationType.CHORD_SYMBOL);
  }
}
