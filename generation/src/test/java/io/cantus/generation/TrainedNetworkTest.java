package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.network.EventBatch;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.SparseExample;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.TrainingExample;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The network that training works on, with weights that Magenta trained. */
class TrainedNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"lookback_rnn", "basic_rnn", "attention_rnn"})
  @EnabledIf(SharedCorpora.PRESENT)
  void findsRealExamplesAsLikelyAsTheRealModelDoes(String name) throws IOException {
    EventEncoding encoding = MelodyConfig.named(name).encoding();
    JsonNode expected =
        SharedCorpora.goldenJson("models/" + name + "/expected.json").get("metrics");
    ModelWeights weights = RealModels.weights(name);
    EventMetrics metrics = new EventMetrics(encoding.numClasses(), encoding.defaultLabel());

    try (EventRnnNetwork network =
        EventRnnNetwork.create(
            encoding.inputSize(),
            encoding.numClasses(),
            HyperParameters.of(MelodyConfig.named(name)).fittedTo(NetworkShape.of(weights)),
            0)) {
      network.setWeights(weights);
      List<SparseExample> examples = examples(name);
      for (int first = 0; first < examples.size(); first += 8) {
        List<SparseExample> batch = examples.subList(first, Math.min(first + 8, examples.size()));
        metrics.merge(network.evaluate(EventBatch.of(batch), encoding.defaultLabel()));
      }
    }

    assertThat(metrics.steps()).isEqualTo(expected.get("steps").asLong());
    double loss = expected.get("loss").asDouble();
    assertThat(metrics.loss()).isCloseTo(loss, within(1e-5 * loss));
    assertThat(metrics.accuracy()).isCloseTo(expected.get("accuracy").asDouble(), within(1e-12));
    assertThat(metrics.eventAccuracy())
        .isCloseTo(expected.get("event_accuracy").asDouble(), within(1e-12));
    assertThat(metrics.noEventAccuracy())
        .isCloseTo(expected.get("no_event_accuracy").asDouble(), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attn_length=0",
        "attn_length=3",
        "residual_connections=true",
        "rnn_layer_sizes=[5,5],attn_length=20,residual_connections=true",
      })
  void isTheNetworkThatGenerates(String hparams) {
    HyperParameters hyperParameters =
        HyperParameters.base().with("rnn_layer_sizes=[6,5]").with(hparams);
    Random random = new Random(1);
    float[] inputs = new float[9 * 7];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i % 3 == 0 ? 0 : random.nextFloat() - 0.5f;
    }
    SparseExample example = SparseExample.of(new TrainingExample(9, 7, inputs, new int[9]));
    try (EventRnnNetwork network = EventRnnNetwork.create(7, 4, hyperParameters, 5)) {
      DataSet batch = EventBatch.of(List.of(example));
      INDArray probabilities =
          network.network().output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);
      EventNetwork.State state =
          EventRnn.of(network.weights(), 7, 4, hyperParameters.attnLength(), "x").start();
      float[] logits = new float[4];
      float[] expected = new float[4];
      for (int step = 0; step < 9; step++) {
        state.step(Arrays.copyOfRange(inputs, 7 * step, 7 * step + 7), logits);
        Sampler.softmax(logits, 1, expected);
        for (int k = 0; k < 4; k++) {
          assertThat(probabilities.getFloat(0, k, step)).isCloseTo(expected[k], within(1e-6f));
        }
      }
    }
  }

  private static List<SparseExample> examples(String name) throws IOException {
    byte[] file = SharedCorpora.golden("lakh/" + name + ".sample.tfrecord.gz");
    List<SparseExample> examples = new ArrayList<>();
    try (TfRecordReader records =
        new TfRecordReader(new GZIPInputStream(new ByteArrayInputStream(file)), name)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        examples.add(SparseExample.of(SequenceExampleReader.read(record)));
      }
    }
    return examples;
  }
}
