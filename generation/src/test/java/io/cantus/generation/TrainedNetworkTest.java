package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.network.EventBatch;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.SparseExample;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network that training works on, with weights that Magenta trained. */
@EnabledIf(SharedCorpora.PRESENT)
class TrainedNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"lookback_rnn", "basic_rnn"})
  void findsRealExamplesAsLikelyAsTheRealModelDoes(String name) throws IOException {
    EventEncoding encoding = MelodyConfig.named(name).encoding();
    JsonNode expected =
        SharedCorpora.goldenJson("models/" + name + "/expected.json").get("metrics");
    EventMetrics metrics = new EventMetrics(encoding.numClasses(), encoding.defaultLabel());

    try (EventRnnNetwork network =
        EventRnnNetwork.create(
            encoding.inputSize(),
            encoding.numClasses(),
            HyperParameters.of(MelodyConfig.named(name)),
            0)) {
      network.setWeights(RealModels.weights(name));
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
