package io.cantus.transforms.sequence;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeChangeSplitterTest {

  /** Each part in a line: where it starts, its state, and its notes. */
  private static List<String> split(NoteSequence sequence) {
    Outcome.Produced<Subsequence> parts =
        (Outcome.Produced<Subsequence>) TimeChangeSplitter.split(sequence);
    List<String> lines = new ArrayList<>();
    for (Subsequence part : parts.values()) {
      StringBuilder line = new StringBuilder();
      line.append(part.startTime()).append(": ");
      line.append(part.numerator()).append('/').append(part.denominator());
      line.append(" at ").append(part.qpm());
      for (int note = 0; note < part.noteCount(); note++) {
        line.append(", ").append(part.pitch(note)).append(' ').append(part.start(note));
        line.append('-').append(part.end(note));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @Test
  void splitsWhereTempoOrMeterChangeAndCutsHeldNotes() {
    NoteSequence sequence =
        sequence()
            .note(60, 0, 1)
            .note(62, 1, 3)
            .note(64, 3.5, 4)
            .tempo(0, 120)
            .tempo(2, 90)
            .meter(0, 4, 4)
            .meter(3, 3, 4)
            .build();

    assertThat(split(sequence))
        .containsExactly(
            "0.0: 4/4 at 120.0, 60 0.0-1.0, 62 1.0-2.0",
            "2.0: 4/4 at 90.0",
            "3.0: 3/4 at 90.0, 64 0.5-1.0");
  }

  @Test
  void totalTimeIsTheLastEndOfANoteNotTheEndOfTheStretch() {
    NoteSequence sequence = sequence().note(60, 0, 1).note(60, 3, 4).tempo(3, 90).build();
    Outcome.Produced<Subsequence> parts =
        (Outcome.Produced<Subsequence>) TimeChangeSplitter.split(sequence);

    assertThat(parts.values().get(0).totalTime()).isEqualTo(1.0);
    assertThat(parts.values().get(1).totalTime()).isEqualTo(1.0);
  }

  @Test
  void aNoteOnTheBorderBelongsToThePartThatBeginsThere() {
    assertThat(split(sequence().note(60, 1, 2).note(61, 2, 3).tempo(2, 90).build()))
        .containsExactly("0.0: 4/4 at 120.0, 60 1.0-2.0", "2.0: 4/4 at 90.0, 61 0.0-1.0");
  }

  @Test
  void repeatsOfWhatHoldsSplitNothing() {
    assertThat(split(sequence().note(60, 0, 4).meter(1, 4, 4).tempo(2, 120).meter(3, 4, 4).build()))
        .containsExactly("0.0: 4/4 at 120.0, 60 0.0-4.0");
  }

  @Test
  void theTiniestDifferenceOfTempoSplits() {
    assertThat(split(sequence().note(60, 0, 4).tempo(2, Math.nextUp(120.0)).build())).hasSize(2);
  }

  @Test
  void changesAtOneTimeMakeOneSplitEvenIfTheyCancelOut() {
    assertThat(split(sequence().note(60, 0, 4).meter(2, 3, 4).tempo(2, 90).build()))
        .containsExactly("0.0: 4/4 at 120.0, 60 0.0-2.0", "2.0: 3/4 at 90.0");
    assertThat(split(sequence().note(60, 0, 4).meter(2, 3, 4).meter(2, 4, 4).build()))
        .containsExactly("0.0: 4/4 at 120.0, 60 0.0-2.0", "2.0: 4/4 at 120.0");
  }

  @Test
  void changesBeforeAndAtTheStartOnlySetTheState() {
    assertThat(
            split(sequence().note(60, 0, 1).tempo(0, 100).tempo(-1, 90).meter(-0.0, 6, 8).build()))
        .containsExactly("0.0: 6/8 at 100.0, 60 0.0-1.0");
  }

  @Test
  void changesAreTakenByTimeNotByTheirOrder() {
    assertThat(split(sequence().note(60, 0, 4).tempo(3, 80).tempo(1, 90).build()))
        .containsExactly("0.0: 4/4 at 120.0, 60 0.0-1.0", "1.0: 4/4 at 90.0", "3.0: 4/4 at 80.0");
  }

  @Test
  void changesFromTheTotalTimeOnDoNotCount() {
    assertThat(split(sequence().note(60, 0, 4).tempo(4, 90).meter(5, 3, 4).build())).hasSize(1);
  }

  @Test
  void ordersNotesByInstrumentThenStartThenAsTheyCome() {
    assertThat(
            split(
                sequence()
                    .note(1, 50, 0, 1)
                    .note(0, 63, 2, 3)
                    .note(0, 62, 1, 3)
                    .note(0, 61, 2, 3)
                    .build()))
        .containsExactly("0.0: 4/4 at 120.0, 62 1.0-3.0, 63 2.0-3.0, 61 2.0-3.0, 50 0.0-1.0");
  }

  @Test
  void notesThatStartOutsideTheSequenceAreInNoPart() {
    assertThat(
            split(
                sequence()
                    .note(60, -0.5, 1)
                    .note(61, -0.0, 1)
                    .note(62, 2, 3)
                    .note(63, Double.NaN, 1)
                    .totalTime(2)
                    .build()))
        .containsExactly("0.0: 4/4 at 120.0, 61 0.0-1.0");
  }

  @Test
  void aSequenceWithoutLengthHasNoParts() {
    assertThat(split(sequence().build())).isEmpty();
    assertThat(split(sequence().note(60, 0, 1).totalTime(0).build())).isEmpty();
    assertThat(split(sequence().note(60, 0, 1).totalTime(Double.NaN).build())).isEmpty();
  }

  @Test
  void rejectsWhatIsQuantizedAlready() {
    NoteSequence.Builder quantized = sequence().note(60, 0, 1).build().toBuilder();
    quantized.getQuantizationInfoBuilder().setStepsPerQuarter(4);

    assertThat(TimeChangeSplitter.split(quantized.build()))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.rejection().reason()).isEqualTo("already-quantized"));
  }
}
