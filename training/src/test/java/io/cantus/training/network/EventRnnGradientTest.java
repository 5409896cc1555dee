package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.training.HyperParameters;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Gradients of every parameter equal difference quotients in double precision")
class EventRnnGradientTest {
  private static final double EPSILON = 1e-5;

  @ParameterizedTest(name = "layers {0}, keep {1}, lengths {2}, attention {3}, residual {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "3     | 1.0 | 6       | 0 | false",
        "3     | 1.0 | 1 1     | 0 | false",
        "3 4   | 1.0 | 4 4 4   | 0 | false",
        "3 4   | 1.0 | 2 7 1 5 | 0 | false",
        "4 3   | 0.6 | 2 7 1 5 | 0 | false",
        "2 3 2 | 0.8 | 3 0 4   | 0 | false",
        "3     | 1.0 | 1 1     | 2 | false",
        "3     | 1.0 | 6       | 1 | false",
        "3     | 1.0 | 6       | 3 | false",
        "3 4   | 1.0 | 4 4 4   | 9 | false",
        "4 3   | 0.6 | 2 7 1 5 | 3 | false",
        "2 3 2 | 0.8 | 3 0 4   | 4 | false",
        "3 3   | 1.0 | 2 7 1 5 | 0 | true",
        "3 3 2 | 0.8 | 3 0 4   | 0 | true",
        "5     | 1.0 | 2 3     | 0 | true",
        "3 3 2 | 0.8 | 2 7 1 5 | 3 | true",
      })
  void gradients(String layers, double keep, String lengths, int attnLength, boolean residual) {
    HyperParameters hyperParameters =
        HyperParameters.base()
            .with(
                "rnn_layer_sizes=[%s],dropout_keep_prob=%s,attn_length=%d,residual_connections=%s"
                    .formatted(layers, keep, attnLength, residual));
    DataSet batch = EventBatch.of(Examples.random(3, 5, 6, numbers(lengths)));

    MultiLayerNetwork network = InDouble.network(5, 6, hyperParameters, 11).network();
    // Biases begin as zeros, at which some mistakes cannot be seen.
    network.params().addi(Nd4j.linspace(-0.1, 0.1, network.numParams(), DataType.DOUBLE));
    INDArray parameters = network.params();

    INDArray gradient = gradient(network, batch);

    assertThat(parameters.length()).isEqualTo(gradient.length());
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + EPSILON);
      double above = network.score(batch, true);
      parameters.putScalar(i, value - EPSILON);
      double below = network.score(batch, true);
      parameters.putScalar(i, value);
      double quotient = (above - below) / (2 * EPSILON);
      double found = gradient.getDouble(i);
      assertThat(Math.abs(found - quotient))
          .as(
              "parameter %d of %s: %s, quotient %s",
              i, network.paramTable().keySet(), found, quotient)
          .isLessThan(1e-8 + 1e-6 * Math.abs(quotient));
    }
    MultiLayerNetwork ofOperations =
        EventRnnNetwork.create(5, 6, hyperParameters, 11, DataType.DOUBLE).network();
    ofOperations.setParams(parameters);
    assertThat(gradient(ofOperations, batch).sub(gradient).norm2Number().doubleValue())
        .as("distance from the gradient that the operations of ND4J give")
        .isLessThan(1e-12);
    assertThat(ofOperations.score(batch, true))
        .isCloseTo(network.score(batch, true), within(1e-12));
  }

  private static int[] numbers(String text) {
    return List.of(text.strip().split(" ")).stream().mapToInt(Integer::parseInt).toArray();
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }
}
