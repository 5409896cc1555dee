package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.backup;
import static io.cantus.transforms.musicxml.Scores.forward;
import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.scoreOfParts;
import static io.cantus.transforms.musicxml.Scores.time;
import static io.cantus.transforms.musicxml.Scores.timeSignatures;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bar lines stand where they are written. Two divisions are a quarter here. */
final class TimeSignaturesTest {
  private static final String DIVISIONS = "<attributes><divisions>2</divisions></attributes>";

  @Test
  void givesAnUpbeatItsOwn() {
    assertThat(timeSignatures(score(DIVISIONS + time(4, 4) + rest(2), rest(8), rest(8))))
        .containsExactly("1/4@0.0", "4/4@0.5");
    assertThat(timeSignatures(score(DIVISIONS + time(6, 8) + rest(1), rest(6), rest(6))))
        .as("6/8 again, not 3/4 or 8/8")
        .containsExactly("1/8@0.0", "6/8@0.25");
  }

  @Test
  void givesOtherMeasuresOfAnotherLengthTheirOwn() {
    assertThat(timeSignatures(score(DIVISIONS + time(3, 4) + rest(6), rest(8), rest(6), rest(4))))
        .containsExactly("3/4@0.0", "4/4@1.5", "3/4@3.5", "1/2@5.0");
  }

  @Test
  void measuresTheLongestVoiceOfTheLongestPart() {
    String first = DIVISIONS + time(4, 4);
    String voices =
        note("C4", 2, "<voice>1</voice>") + backup(2) + note("E4", 8, "<voice>2</voice>");

    assertThat(timeSignatures(score(first + voices, forward(8), ""))).containsExactly("4/4@0.0");
    assertThat(
            timeSignatures(
                scoreOfParts(part("P1", first + rest(2), rest(8)), part("P2", voices, rest(8)))))
        .containsExactly("4/4@0.0");
  }

  @Test
  void takesTheLengthWhereNoneIsWritten() {
    assertThat(timeSignatures(score(DIVISIONS + rest(6), rest(6), rest(5))))
        .containsExactly("3/4@0.0", "5/8@3.0");
    assertThat(
            timeSignatures(
                score(
                    DIVISIONS + "<attributes><time><senza-misura/></time></attributes>" + rest(7))))
        .containsExactly("7/8@0.0");
    assertThat(timeSignatures(score(""))).isEmpty();
  }

  @Test
  void keepsTheWrittenOneForLengthsThatNoneSays() {
    String thirds = "<attributes><divisions>3</divisions></attributes>";

    assertThat(timeSignatures(score(thirds + time(4, 4) + rest(11), rest(12))))
        .containsExactly("4/4@0.0");
  }

  @Test
  void repeatsOneThatIsWrittenAgain() {
    assertThat(
            timeSignatures(score(DIVISIONS + time(2, 4) + rest(4), rest(4), time(2, 4) + rest(4))))
        .containsExactly("2/4@0.0", "2/4@2.0");
  }

  @Test
  void countsOneAtTheEndOfAMeasureFromTheNextOn() {
    assertThat(timeSignatures(score(DIVISIONS + time(2, 4) + rest(4) + time(6, 8), rest(6))))
        .containsExactly("2/4@0.0", "6/8@1.0");
  }

  @Test
  void takesTheFirstOfSeveralStavesOrParts() {
    String staves =
        "<attributes><time number='1'><beats>2</beats><beat-type>4</beat-type></time>"
            + "<time number='2'><beats>4</beats><beat-type>8</beat-type></time></attributes>";

    assertThat(timeSignatures(score(DIVISIONS + staves + rest(4)))).containsExactly("2/4@0.0");
    assertThat(
            timeSignatures(
                scoreOfParts(
                    part("P1", DIVISIONS + rest(4)),
                    part("P2", time(2, 4) + rest(4)),
                    part("P3", time(4, 8) + rest(4)))))
        .containsExactly("2/4@0.0");
  }

  @ParameterizedTest
  @CsvSource({"3+2, 8, 5, 5/8", "2 + 2 + 3, 8, 7, 7/8", "4.0, 4, 8, 4/4"})
  void addsUpBeats(String beats, int beatType, int length, String expected) {
    String time =
        "<attributes><time><beats>%s</beats><beat-type>%s</beat-type></time></attributes>"
            .formatted(beats, beatType);

    assertThat(timeSignatures(score(DIVISIONS + time + rest(length))))
        .containsExactly(expected + "@0.0");
  }

  @Test
  void addsUpSeveralBeats() {
    String time =
        "<attributes><time><beats>2</beats><beat-type>4</beat-type>"
            + "<beats>3</beats><beat-type>8</beat-type></time></attributes>";

    assertThat(timeSignatures(score(DIVISIONS + time + rest(7)))).containsExactly("7/8@0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "", "0", "-3", "99999999", "3+", "1.5"})
  void refusesOthers(String beats) {
    String time =
        "<attributes><time><beats>%s</beats><beat-type>4</beat-type></time></attributes>"
            .formatted(beats);

    assertThat(Scores.rejection(score(time)).reason())
        .isIn("not-a-number", "time-signature-out-of-range");
  }
}
