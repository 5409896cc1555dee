package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import java.util.List;
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

  @Test
  void stepsAreCutIntoRuns() {
    // Rows of the steps: 3, 2, 2, 1, 1.
    PackedSteps steps = PackedSteps.ofLengths(5, 1, 3);

    assertThat(steps.runs(4)).containsExactly(0, 2, 5);
    assertThat(steps.runs(1)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(steps.runs(100)).containsExactly(0, 5);
  }

  @Test
  void whatDoesNotFitIntoMemoryIsCutIntoPartsOfWholeSequences() {
    BatchMemory memory = new BatchMemory(10, 5);

    List<PackedSteps> parts = PackedSteps.ofLengths(2, 9, 0, 3, 4).split(memory, 105);

    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).totalRows()).isEqualTo(9);
    assertThat(parts.get(0).example(0)).isEqualTo(1);
    assertThat(parts.get(1).totalRows()).isEqualTo(9);
    assertThat(
            new int[] {parts.get(1).example(0), parts.get(1).example(1), parts.get(1).example(2)})
        .containsExactly(4, 3, 0);
    assertThat(PackedSteps.ofLengths(2, 9, 0, 3, 4).split(memory, 200))
        .singleElement()
        .hasToString(PackedSteps.ofLengths(2, 9, 0, 3, 4).toString());
  }

  @Test
  void aSequenceThatDoesNotFitAloneIsRefused() {
    BatchMemory memory = new BatchMemory(1 << 20, 0);

    memory.require(10, 10 << 20);
    assertThat(PackedSteps.ofLengths(12, 3).split(memory, 10 << 20)).hasSize(2);
    assertThatThrownBy(() -> memory.require(12, 10 << 20))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "a sequence of 12 steps takes 12 MB to train on, but batches may take 10 MB here;"
                + " give the JVM more memory (-Xmx, or Spark's driver and executor memory)");
  }
}
