package io.cantus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkShapeTest {

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(ModelWeights.lstmKernel(0), zeros(7 + 2, 8));
    tensors.put(ModelWeights.lstmBias(0), zeros(8));
    tensors.put(ModelWeights.lstmKernel(1), zeros(2 + 3, 12));
    tensors.put(ModelWeights.lstmBias(1), zeros(12));
    tensors.put(ModelWeights.OUTPUT_WEIGHTS, zeros(3, 5));
    tensors.put(ModelWeights.OUTPUT_BIASES, zeros(5));
    return tensors;
  }

  private static Tensor zeros(int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return new Tensor(shape, new float[size]);
  }

  private static void assertRefused(Map<String, Tensor> tensors, String message) {
    assertThatThrownBy(() -> NetworkShape.of(ModelWeights.of(tensors)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  @Test
  void sizesFollowFromTheVariables() {
    assertThat(NetworkShape.of(ModelWeights.of(tensors())))
        .isEqualTo(NetworkShape.plain(7, List.of(2, 3), 5));
  }

  @Test
  void everyVariableIsNeeded() {
    for (String name : tensors().keySet()) {
      Map<String, Tensor> without = tensors();
      without.remove(name);
      assertThatThrownBy(() -> NetworkShape.of(ModelWeights.of(without)))
          .as("without %s", name)
          .isInstanceOf(BadInputException.class);
    }
    Map<String, Tensor> without = tensors();
    without.remove(ModelWeights.OUTPUT_BIASES);
    assertRefused(without, "the weights have no variable 'fully_connected/biases'");
  }

  @Test
  void aShapeThatDoesNotFitIsNamed() {
    Map<String, Tensor> wrongKernel = tensors();
    wrongKernel.put(ModelWeights.lstmKernel(1), zeros(6, 12));
    assertRefused(
        wrongKernel,
        "variable 'rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel' has shape [6, 12],"
            + " expected [5, 12]");

    Map<String, Tensor> oddBias = tensors();
    oddBias.put(ModelWeights.lstmBias(0), zeros(9));
    assertRefused(
        oddBias,
        "variable 'rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias' has shape [9],"
            + " expected [4 * units]");

    Map<String, Tensor> noInputs = tensors();
    noInputs.put(ModelWeights.lstmKernel(0), zeros(2, 8));
    assertRefused(
        noInputs,
        "variable 'rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel' has shape [2, 8],"
            + " expected [input size + 2, 8]");
  }

  @Test
  void aVariableOfAnotherKindOfNetworkIsNamed() {
    Map<String, Tensor> more = tensors();
    more.put("rnn/attention/attn_v", zeros(2));
    assertRefused(
        more,
        "the weights have a variable 'rnn/attention/attn_v', which the network that the others"
            + " form has not");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false",
    "NONE, true",
    "FIRST_LAYER, false",
    "FIRST_LAYER, true",
    "WHOLE_STACK, false"
  })
  void everyKindOfNetworkIsRecognisedByItsVariables(AttentionPlace attention, boolean residual) {
    NetworkShape shape = new NetworkShape(7, List.of(4, 4, 3), 5, attention, residual);
    Map<String, Tensor> tensors = new TreeMap<>();
    shape
        .variables()
        .forEach(
            (name, lengths) ->
                tensors.put(name, zeros(lengths.stream().mapToInt(n -> n).toArray())));
    assertThat(NetworkShape.of(ModelWeights.of(tensors))).isEqualTo(shape);
  }

  @Test
  void variablesOfAttentionWithResidualConnectionsHaveMagentasNamesAndShapes() {
    NetworkShape shape =
        new NetworkShape(74, List.of(128, 128), 40, AttentionPlace.FIRST_LAYER, true);
    String projection = "rnn/multi_rnn_cell/cell_0/input_projection_wrapper/";
    String attention = projection + "attention_cell_wrapper/";
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    expected.put(projection + "kernel", List.of(74, 128));
    expected.put(projection + "bias", List.of(128));
    expected.put(attention + "kernel", List.of(256, 128));
    expected.put(attention + "bias", List.of(128));
    expected.put(attention + "basic_lstm_cell/kernel", List.of(256, 512));
    expected.put(attention + "basic_lstm_cell/bias", List.of(512));
    expected.put(attention + "attention/attn_w", List.of(1, 1, 128, 128));
    expected.put(attention + "attention/attn_v", List.of(128));
    expected.put(attention + "attention/kernel", List.of(256, 128));
    expected.put(attention + "attention/bias", List.of(128));
    expected.put(attention + "attn_output_projection/kernel", List.of(256, 128));
    expected.put(attention + "attn_output_projection/bias", List.of(128));
    expected.put("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel", List.of(256, 512));
    expected.put("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/bias", List.of(512));
    expected.put("fully_connected/weights", List.of(128, 40));
    expected.put("fully_connected/biases", List.of(40));
    assertThat(shape.variables()).containsExactlyEntriesOf(expected);
  }
}
