package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PackedStepsTest {

  @Test
  void longerSequencesComeFirstAndPaddingIsLeftOut() {
    PackedSteps steps = PackedSteps.ofLengths(1, 3, 0, 3);

    assertThat(steps.steps()).isEqualTo(3);
    assertThat(steps.totalRows()).isEqualTo(7);
    assertThat(new int[] {steps.rows(0), steps.rows(1), steps.rows(2), steps.rows(3)})
        .containsExactly(3, 2, 2, 0);
    assertThat(new int[] {steps.firstRow(0), steps.firstRow(1), steps.firstRow(2)})
        .containsExactly(0, 3, 5);
    assertThat(new int[] {steps.example(0), steps.example(1), steps.example(2), steps.example(3)})
        .containsExactly(1, 3, 0, 2);
  }

  @Test
  void lengthsFollowFromTheMask() {
    PackedSteps steps =
        PackedSteps.ofMask(Nd4j.createFromArray(new float[][] {{1, 1, 0}, {1, 0, 0}}));

    assertThat(steps).hasToString("PackedSteps[2, 1]");
  }

  @Test
  void aBatchWithoutAnyStepIsRefused() {
    assertThatThrownBy(() -> PackedSteps.ofLengths(0, 0)).hasMessage("a batch without any step");
    assertThatThrownBy(() -> PackedSteps.ofMask(Nd4j.zeros(2, 3)))
        .hasMessage("a batch without any step");
  }
}
