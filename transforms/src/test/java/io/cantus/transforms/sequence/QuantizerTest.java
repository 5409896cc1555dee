package io.cantus.transforms.sequence;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {

  private static QuantizedSequence quantized(Sequences sequence) {
    Outcome<QuantizedSequence> outcome = Quantizer.quantize(sequence.build(), 4);
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<QuantizedSequence>) outcome).values().get(0);
  }

  private static String reason(Sequences sequence) {
    Outcome<QuantizedSequence> outcome = Quantizer.quantize(sequence.build(), 4);
    return outcome instanceof Outcome.Rejected<QuantizedSequence> rejected
        ? rejected.rejection().reason()
        : "";
  }

  @ParameterizedTest
  @CsvSource({"0.06, 0", "0.0625, 1", "0.12, 1", "0.1875, 2"})
  void roundsToTheNearestStepHalvesUp(double seconds, long step) {
    QuantizedSequence sequence = quantized(sequence().note(60, seconds, 10));

    assertThat(sequence.startStep(0)).isEqualTo(step);
    assertThat(sequence.endStep(0)).isEqualTo(80);
  }

  @Test
  void aNoteLastsAStepAtLeast() {
    QuantizedSequence sequence = quantized(sequence().note(60, 1, 1.01).note(62, 1, 1));

    assertThat(sequence.endStep(0) - sequence.startStep(0)).isEqualTo(1);
    assertThat(sequence.endStep(1) - sequence.startStep(1)).isEqualTo(1);
  }

  @Test
  void stepsFollowTheTempo() {
    assertThat(quantized(sequence().tempo(0, 60).note(60, 1, 2)).startStep(0)).isEqualTo(4);
  }

  @Test
  void ordersNotesByInstrumentThenStepThenFromHighToLowThenAsTheyCome() {
    QuantizedSequence sequence =
        quantized(
            sequence()
                .step(1, 60, 0, 1)
                .note(60, 0.26, 1)
                .note(64, 0.25, 1)
                .note(60, 0.25, 2)
                .note(50, 0, 1));

    List<String> notes = new ArrayList<>();
    for (int i = 0; i < sequence.noteCount(); i++) {
      notes.add(
          "%d: %d %d-%d"
              .formatted(
                  sequence.instrument(i),
                  sequence.pitch(i),
                  sequence.startStep(i),
                  sequence.endStep(i)));
    }
    assertThat(notes)
        .containsExactly("0: 50 0-8", "0: 64 2-8", "0: 60 2-8", "0: 60 2-16", "1: 60 0-1");
  }

  @ParameterizedTest
  @CsvSource({"4, 4, 16", "3, 4, 12", "6, 8, 12", "3, 32, 1.5", "7, 16, 7", "1, 1, 16"})
  void knowsTheStepsOfABar(int numerator, int denominator, double steps) {
    QuantizedSequence sequence =
        quantized(sequence().meter(0, numerator, denominator).note(60, 0, 1));

    assertThat(sequence.stepsPerBar()).isEqualTo(steps);
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "4, 6", "0, 4", "-1, 4", "4, -4", "4, -2147483648", "2147483647, 1"})
  void rejectsMetersThatDoNotExist(int numerator, int denominator) {
    assertThat(reason(sequence().meter(0, numerator, denominator).note(60, 0, 1)))
        .isEqualTo(Quantizer.BAD_TIME_SIGNATURE);
  }

  @Test
  void rejectsAChangeOfMeterOrTempo() {
    assertThat(reason(sequence().meter(0, 3, 4).meter(1, 4, 4).note(60, 0, 2)))
        .isEqualTo(Quantizer.MULTIPLE_TIME_SIGNATURES);
    assertThat(reason(sequence().meter(1, 3, 4).note(60, 0, 2)))
        .isEqualTo(Quantizer.MULTIPLE_TIME_SIGNATURES);
    assertThat(reason(sequence().tempo(0, 90).tempo(1, 120).note(60, 0, 2)))
        .isEqualTo(Quantizer.MULTIPLE_TEMPOS);
    assertThat(reason(sequence().tempo(1, 90).note(60, 0, 2))).isEqualTo(Quantizer.MULTIPLE_TEMPOS);
  }

  @Test
  void repeatsAndLateDefaultsAreNoChange() {
    assertThat(reason(sequence().meter(0, 3, 4).meter(1, 3, 4).note(60, 0, 2))).isEmpty();
    assertThat(reason(sequence().meter(1, 4, 4).tempo(1, 120).note(60, 0, 2))).isEmpty();
    assertThat(reason(sequence().tempo(1, 90).tempo(0, 90).note(60, 0, 2))).isEmpty();
  }

  @Test
  void timesRoundTowardsZeroSoThatALittleBeforeTheStartIsTheStart() {
    assertThat(quantized(sequence().note(60, -0.18, 1)).startStep(0)).isZero();
    assertThat(reason(sequence().note(60, -0.19, 1))).isEqualTo("negative-time");
  }

  @Test
  void rejectsANoteThatEndsBeforeItStartsUnlessItIsWithinAStep() {
    assertThat(reason(sequence().note(60, 2, 1))).isEqualTo("note-ends-before-start");
    assertThat(quantized(sequence().note(60, 1.01, 1)).endStep(0)).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e300})
  void rejectsTimesThatHaveNoStep(double end) {
    assertThat(reason(sequence().note(60, 0, end))).isEqualTo("time-out-of-range");
  }

  @Test
  void holdsTimesOfThousandsOfYears() {
    QuantizedSequence sequence = quantized(sequence().note(60, 1.6e11, 1.6e11 + 1));

    assertThat(sequence.startStep(0)).isEqualTo(1_280_000_000_000L);
  }

  @Test
  void quantizesAPartFromItsOwnBeginning() {
    NoteSequence sequence = sequence().note(60, 2.5, 4).tempo(2, 60).build();
    Outcome.Produced<Subsequence> parts =
        (Outcome.Produced<Subsequence>) TimeChangeSplitter.split(sequence);
    Outcome.Produced<QuantizedSequence> outcome =
        (Outcome.Produced<QuantizedSequence>) Quantizer.quantize(parts.values().get(1), 4);
    QuantizedSequence part = outcome.values().get(0);

    assertThat(part.startStep(0)).isEqualTo(2);
    assertThat(part.endStep(0)).isEqualTo(8);
    assertThat(part.qpm()).isEqualTo(60);
  }
}
