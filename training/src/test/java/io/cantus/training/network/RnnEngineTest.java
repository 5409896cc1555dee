package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class RnnEngineTest {
  private static final DataSet BATCH = EventBatch.of(Examples.random(5, 11, 6, 3, 9, 1, 7));

  @BeforeAll
  static void oneThread() {
    NativeThreads.useOne();
  }

  private static EventRnnNetwork network(String hparams, boolean ofOperations) {
    HyperParameters hyperParameters =
        HyperParameters.base().with("rnn_layer_sizes=[9,9],clip_norm=3").with(hparams);
    EventRnnNetwork network = EventRnnNetwork.create(11, 6, hyperParameters, 1);
    if (ofOperations) {
      ((EventRnnLayer) network.network().getLayer(0))
          .setEngine(new Nd4jEngine(network.shape(), hyperParameters.attnLength()));
    }
    return network;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropout_keep_prob=1.0",
        "dropout_keep_prob=0.5",
        "attn_length=4",
        "attn_length=30,dropout_keep_prob=0.8",
        "residual_connections=true",
        "residual_connections=true,attn_length=4,rnn_layer_sizes=[9,9,7]",
        "rnn_layer_sizes=[11,5],residual_connections=true",
      })
  void bothGiveTheSameLossAndGradients(String hparams) {
    requireSame(hparams, BATCH);
  }

  @Test
  void soTheyDoForMoreRowsThanAreComputedAtOnce() {
    int[] lengths = IntStream.range(0, 90).map(number -> 1 + number % 30).toArray();

    requireSame("dropout_keep_prob=0.8", EventBatch.of(Examples.random(5, 11, 6, lengths)));
  }

  private static void requireSame(String hparams, DataSet batch) {
    EventRnnNetwork fused = network(hparams, false);
    EventRnnNetwork ofOperations = network(hparams, true);

    double loss = fused.network().score(batch, true);

    assertThat(ofOperations.network().score(batch, true)).isCloseTo(loss, within(1e-6));
    INDArray expected = gradient(fused, batch);
    INDArray found = gradient(ofOperations, batch);
    for (long i = 0; i < expected.length(); i++) {
      assertThat(found.getDouble(i)).as("%d", i).isCloseTo(expected.getDouble(i), within(1e-6));
    }
  }

  private static INDArray gradient(EventRnnNetwork network, DataSet batch) {
    network.network().setInput(batch.getFeatures());
    network.network().setLabels(batch.getLabels());
    network.network().setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.network().computeGradientAndScore();
    return network.network().gradient().gradient().dup();
  }

  @Test
  void bothTrainTheSameNetwork() {
    EventRnnNetwork fused = network("attn_length=4,dropout_keep_prob=0.8", false);
    EventRnnNetwork ofOperations = network("attn_length=4,dropout_keep_prob=0.8", true);
    for (int step = 0; step < 5; step++) {
      EventMetrics expected = fused.train(BATCH, step, 0);
      EventMetrics found = ofOperations.train(BATCH, step, 0);
      assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-4));
    }
    ModelWeights weights = ofOperations.weights();
    fused
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              Tensor other = weights.tensor(name).orElseThrow();
              for (int i = 0; i < other.values().length; i++) {
                assertThat(other.values()[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(tensor.values()[i], within(1e-3f));
              }
            });
  }

  @Test
  void onTheCpuFloatsAreComputedByOpenBlas() {
    EventRnnNetwork network = network("attn_length=4", false);

    assertThat(RnnEngine.of(network.shape(), 4, DataType.FLOAT)).isInstanceOf(OpenBlasEngine.class);
    assertThat(RnnEngine.of(network.shape(), 4, DataType.DOUBLE)).isInstanceOf(Nd4jEngine.class);
  }
}
