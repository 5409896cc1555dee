package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputDropoutTest {
  private static final int UNITS = 5;

  /** What dropout leaves of ones, row by row. */
  private static double[] dropped(OutputDropout dropout, PackedSteps steps) {
    double[] numbers = new double[steps.totalRows() * UNITS];
    boolean[] kept = new boolean[steps.rows(0) * UNITS];
    for (int step = 0; step < steps.steps(); step++) {
      dropout.choose(steps, step, UNITS, kept);
      for (int n = 0; n < steps.rows(step) * UNITS; n++) {
        numbers[steps.firstRow(step) * UNITS + n] = kept[n] ? dropout.scale() : 0;
      }
    }
    return numbers;
  }

  @Test
  void keepsWithTheProbabilityAndScales() {
    double[] numbers =
        dropped(OutputDropout.of(0.75, 1, 2, 0), PackedSteps.ofLengths(2000, 2000, 1999));

    assertThat(numbers).containsOnly(0, 1 / 0.75);
    assertThat(Arrays.stream(numbers).average().orElseThrow()).isCloseTo(1, within(0.01));
  }

  @Test
  void dependsOnSeedBatchAndLayer() {
    PackedSteps steps = PackedSteps.ofLengths(50);
    double[] numbers = dropped(OutputDropout.of(0.5, 1, 2, 0), steps);

    assertThat(dropped(OutputDropout.of(0.5, 1, 2, 0), steps)).isEqualTo(numbers);
    assertThat(dropped(OutputDropout.of(0.5, 2, 2, 0), steps)).isNotEqualTo(numbers);
    assertThat(dropped(OutputDropout.of(0.5, 1, 3, 0), steps)).isNotEqualTo(numbers);
    assertThat(dropped(OutputDropout.of(0.5, 1, 2, 1), steps)).isNotEqualTo(numbers);
  }

  @Test
  void doesNotDependOnHowLongOtherSequencesAre() {
    OutputDropout dropout = OutputDropout.of(0.5, 1, 2, 0);
    double[] first = dropped(dropout, PackedSteps.ofLengths(4, 2));
    double[] second = dropped(dropout, PackedSteps.ofLengths(4, 7));

    // Sequence 0 is the longer one in the first batch and the shorter one in the second.
    for (int step = 0; step < 4; step++) {
      int inFirst = PackedSteps.ofLengths(4, 2).firstRow(step);
      int inSecond = PackedSteps.ofLengths(4, 7).firstRow(step) + 1;
      assertThat(Arrays.copyOfRange(second, inSecond * UNITS, (inSecond + 1) * UNITS))
          .isEqualTo(Arrays.copyOfRange(first, inFirst * UNITS, (inFirst + 1) * UNITS));
    }
  }
}
