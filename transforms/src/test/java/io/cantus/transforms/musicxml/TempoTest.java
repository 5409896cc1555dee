package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.backup;
import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.notes;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.scoreOfParts;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static io.cantus.transforms.musicxml.Scores.tempo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast scores go. One division is a quarter here. */
final class TempoTest {
  private static List<String> tempos(String xml) {
    return sequence(xml).getTemposList().stream()
        .map(tempo -> tempo.getQpm() + "@" + tempo.getTime())
        .toList();
  }

  private static String metronome(String content) {
    return "<direction><direction-type><metronome>"
        + content
        + "</metronome></direction-type></direction>";
  }

  @Test
  void goesAt120WhereNothingIsSaid() {
    assertThat(tempos(score(rest(1)))).containsExactly("120.0@0.0");
    assertThat(tempos(score(tempo(0) + rest(1)))).containsExactly("120.0@0.0");
  }

  @Test
  void changesWhereTheMarkStands() {
    String xml = score(tempo(60) + note("C4", 1) + tempo(30) + note("D4", 1), note("E4", 1));

    assertThat(notes(xml)).containsExactly("60 0.0-1.0", "62 1.0-3.0", "64 3.0-5.0");
    assertThat(tempos(xml)).containsExactly("60.0@0.0", "30.0@1.0");
  }

  @Test
  void readsASoundOutsideOfDirections() {
    assertThat(tempos(score("<sound tempo='60'/>" + rest(1)))).containsExactly("60.0@0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "<beat-unit>quarter</beat-unit><per-minute>80</per-minute>, 80.0",
    "<beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>80</per-minute>, 120.0",
    "<beat-unit>half</beat-unit><per-minute>52.5</per-minute>, 105.0",
    "<beat-unit>quarter</beat-unit><per-minute>ca. 80</per-minute>, 120.0",
    "<beat-unit>quarter</beat-unit><beat-unit>half</beat-unit>, 120.0"
  })
  void takesTheMetronomesMarkWhereNoSoundTellsTheTempo(String mark, double expected) {
    String xml = score(metronome(mark) + rest(1));
    String withSound = xml.replace("</direction>", "<sound tempo='70'/></direction>");

    assertThat(sequence(xml).getTempos(0).getQpm()).isEqualTo(expected);
    assertThat(tempos(withSound)).containsExactly("70.0@0.0");
  }

  @Test
  void goesTheSameInAllParts() {
    String marked = part("P1", tempo(60) + note("C4", 1), tempo(30) + note("C4", 1));
    String unmarked = part("P2", note("E4", 1), note("E4", 1));

    assertThat(notes(scoreOfParts(marked, unmarked)))
        .containsExactly("60 0.0-1.0", "60 1.0-3.0", "64 0.0-1.0", "64 1.0-3.0");
    assertThat(notes(scoreOfParts(unmarked, marked)))
        .containsExactly("64 0.0-1.0", "64 1.0-3.0", "60 0.0-1.0", "60 1.0-3.0");
  }

  @Test
  void changesWithinANoteOfAnotherVoiceAndOnTheWayBack() {
    String xml =
        score(
            note("C4", 1)
                + tempo(60)
                + note("D4", 1)
                + tempo(30)
                + note("E4", 1)
                + backup(3)
                + note("C3", 3)
                + backup(2)
                + note("D3", 1));

    assertThat(notes(xml))
        .containsExactly("60 0.0-0.5", "62 0.5-1.5", "64 1.5-3.5", "48 0.0-3.5", "50 0.5-1.5");
  }

  @Test
  void countsAMarkOnceThoughAllPartsHaveIt() {
    assertThat(
            tempos(scoreOfParts(part("P1", tempo(60) + rest(1)), part("P2", tempo(60) + rest(1)))))
        .containsExactly("60.0@0.0");
    assertThat(
            tempos(
                scoreOfParts(
                    part("P1", tempo(50) + tempo(60) + rest(1)), part("P2", tempo(70) + rest(1)))))
        .as("the last one of the first part")
        .containsExactly("60.0@0.0");
  }

  @Test
  void roundsAsTheReferenceDoes() {
    String triplets = "<attributes><divisions>3</divisions></attributes>";

    assertThat(notes(score(triplets + note("C4", 1) + note("D4", 1) + note("E4", 1))))
        .containsExactly(
            "60 0.0-0.16666666666666666",
            "62 0.16666666666666666-0.3333333333333333",
            "64 0.3333333333333333-0.5");
  }
}
