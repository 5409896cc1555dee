package io.cantus.generation.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VariableNamesTest {
  @Test
  void givesTheVariablesOfOldVersionsTheirCurrentNames() {
    assertThat(VariableNames.current("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/weights"))
        .isEqualTo(ModelWeights.lstmKernel(1));
    assertThat(VariableNames.current("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/biases"))
        .isEqualTo(ModelWeights.lstmBias(1));
    assertThat(VariableNames.current("RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix"))
        .isEqualTo(ModelWeights.lstmKernel(0));
    assertThat(VariableNames.current("RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Bias"))
        .isEqualTo(ModelWeights.lstmBias(0));
  }

  @Test
  void knowsAttentionOfEveryAge() {
    String wrapper = "rnn/multi_rnn_cell/cell_0/attention_cell_wrapper/";
    assertThat(VariableNames.current(wrapper + "weights")).isEqualTo(wrapper + "kernel");
    assertThat(VariableNames.current(wrapper + "attention/biases"))
        .isEqualTo(wrapper + "attention/bias");
    assertThat(VariableNames.current(wrapper + "basic_lstm_cell/weights"))
        .isEqualTo(wrapper + "basic_lstm_cell/kernel");
    assertThat(VariableNames.current(wrapper + "attention_output_projection/kernel"))
        .isEqualTo(wrapper + "attn_output_projection/kernel");
    String oldest = "RNN/AttentionCellWrapper/";
    String around = "rnn/attention_cell_wrapper/";
    assertThat(VariableNames.current(oldest + "Linear/Matrix")).isEqualTo(around + "kernel");
    assertThat(VariableNames.current(oldest + "Attention/AttnW"))
        .isEqualTo(around + "attention/attn_w");
    assertThat(VariableNames.current(oldest + "Attention/AttnV"))
        .isEqualTo(around + "attention/attn_v");
    assertThat(VariableNames.current(oldest + "Attention/Linear/Bias"))
        .isEqualTo(around + "attention/bias");
    assertThat(VariableNames.current(oldest + "AttnOutputProjection/Linear/Matrix"))
        .isEqualTo(around + "attn_output_projection/kernel");
    assertThat(VariableNames.current(oldest + "MultiRNNCell/Cell1/BasicLSTMCell/Linear/Matrix"))
        .isEqualTo(around + "multi_rnn_cell/cell_1/basic_lstm_cell/kernel");
  }

  @Test
  void leavesCurrentNamesAsTheyAre() {
    for (String name :
        new String[] {
          ModelWeights.OUTPUT_WEIGHTS,
          ModelWeights.OUTPUT_BIASES,
          ModelWeights.lstmKernel(0),
          ModelWeights.lstmBias(0),
          "rnn/multi_rnn_cell/cell_0/attention_cell_wrapper/attention/attn_w"
        }) {
      assertThat(VariableNames.current(name)).isEqualTo(name);
    }
  }

  @Test
  void leavesTheOptimizersVariablesOutOfTheWeights() {
    assertThat(
            checkpoint("beta1_power", "beta2_power", "a/b", "a/b/Adam", "a/b/Adam_1")
                .weights()
                .tensors())
        .containsOnlyKeys("a/b");
  }

  @Test
  void refusesAVariableUnderTwoNames() {
    TensorFlowCheckpoint twice =
        checkpoint("RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Bias", ModelWeights.lstmBias(0));
    assertThatThrownBy(twice::weights)
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "c: the checkpoint holds rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias"
                + " under two names");
  }

  private static TensorFlowCheckpoint checkpoint(String... names) {
    TreeMap<String, Tensor> tensors = new TreeMap<>();
    for (String name : names) {
      tensors.put(name, new Tensor(new int[] {1}, new float[] {0}));
    }
    return new TensorFlowCheckpoint("c", tensors, OptionalLong.empty());
  }
}
