package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class SparseExampleTest {
  private static final float[] INPUTS = {0, 1, 0, -1, 0, 0.5f, 0, 0, 0};

  @Test
  void expandsToWhatWasPacked() {
    SparseExample example = SparseExample.of(3, INPUTS, new int[] {7, 0, 65_535});
    float[] expanded = new float[INPUTS.length];

    for (int step = 0; step < example.steps(); step++) {
      example.expand(step, expanded, 3 * step);
    }

    assertThat(expanded).containsExactly(INPUTS);
    assertThat(example.columns()).hasSize(3);
    assertThat(example.labels()).containsExactly((char) 7, (char) 0, (char) 65_535);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> SparseExample.of(3, INPUTS, new int[] {1, 2}))
        .hasMessage("9 inputs for 2 steps of size 3");
    assertThatThrownBy(() -> SparseExample.of(3, INPUTS, new int[] {1, 65_536, 2}))
        .hasMessage("label 65536 at step 1");
  }

  @Test
  void batchesArePaddedToTheLongest() {
    DataSet batch =
        EventBatch.of(
            List.of(
                SparseExample.of(3, new float[] {0, 0, 2}, new int[] {5}),
                SparseExample.of(3, INPUTS, new int[] {1, 2, 3})));

    assertThat(batch.getFeatures().shape()).containsExactly(2, 3, 3);
    assertThat(batch.getFeatures().getDouble(0, 2, 0)).isEqualTo(2);
    assertThat(batch.getFeatures().getDouble(1, 0, 1)).isEqualTo(-1);
    assertThat(batch.getFeatures().getDouble(1, 2, 1)).isEqualTo(0.5);
    assertThat(batch.getFeatures().sumNumber().doubleValue()).isEqualTo(2.5);
    assertThat(batch.getLabels().reshape(6).toIntVector()).containsExactly(5, 0, 0, 1, 2, 3);
    assertThat(batch.getLabelsMaskArray().reshape(6).toIntVector())
        .containsExactly(1, 0, 0, 1, 1, 1);
  }

  @Test
  void inputsOfDifferentSizesDoNotMakeABatch() {
    assertThatThrownBy(
            () ->
                EventBatch.of(
                    List.of(
                        SparseExample.of(3, INPUTS, new int[] {1, 2, 3}),
                        SparseExample.of(1, new float[] {1}, new int[] {1}))))
        .hasMessage("inputs of 3 and of 1 numbers in one batch");
  }
}
