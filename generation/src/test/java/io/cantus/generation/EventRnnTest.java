package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cantus.proto.FeatureList;
import io.cantus.proto.SequenceExample;
import io.cantus.training.AttentionPlace;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRnnTest {
  @Test
  void takesTheStepsOfTheLstmAsTheirFormulaSays() {
    // One unit; the output layer shows its output and nothing else.
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(
        ModelWeights.lstmKernel(0), tensor(new int[] {2, 4}, .1, .2, .3, .4, -.1, .5, .25, -.3));
    tensors.put(ModelWeights.lstmBias(0), tensor(new int[] {4}, 0, .1, -.2, .3));
    tensors.put(ModelWeights.OUTPUT_WEIGHTS, tensor(new int[] {1, 1}, 1));
    tensors.put(ModelWeights.OUTPUT_BIASES, tensor(new int[] {1}, 0));
    EventNetwork.State state = EventRnn.of(ModelWeights.of(tensors), 1, 1, 0, "x").start();
    double c = 0;
    double h = 0;
    float[] logits = new float[1];
    for (double x : new double[] {1, 0, -2.5, .5}) {
      double i = .1 * x - .1 * h;
      double j = .2 * x + .5 * h + .1;
      double f = .3 * x + .25 * h - .2;
      double o = .4 * x - .3 * h + .3;
      c = c / (1 + Math.exp(-f - 1)) + Math.tanh(j) / (1 + Math.exp(-i));
      h = Math.tanh(c) / (1 + Math.exp(-o));
      state.step(new float[] {(float) x}, logits);
      assertThat((double) logits[0]).isCloseTo(h, within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesOfAStateGoTheirOwnWays(AttentionPlace attention) {
    NetworkShape shape = new NetworkShape(4, List.of(5, 3), 2, attention, false);
    EventRnn network = EventRnn.of(weights(shape), 4, 2, 3, "x");
    EventNetwork.State one = network.start();
    float[] logits = new float[2];
    one.step(new float[] {1, 0, -1, 0}, logits);
    EventNetwork.State other = one.repeat(1);
    one.step(new float[] {0, 1, 0, 0}, logits);
    one.step(new float[] {0, 1, 0, 0}, logits);
    float[] expected = logits.clone();
    other.step(new float[] {0, 1, 0, 0}, logits);
    assertThat(logits).isNotEqualTo(expected);
    other.step(new float[] {0, 1, 0, 0}, logits);
    assertThat(logits).isEqualTo(expected);
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    ModelWeights fitting = weights(NetworkShape.plain(4, List.of(5, 3), 2));
    assertRefused(
        fitting,
        3,
        2,
        "a.mag: the model's rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel is"
            + " [9, 20] and must be [8, 20]: another config, or damaged");
    assertRefused(
        fitting,
        4,
        7,
        "a.mag: the model's fully_connected/weights is [3, 2] and must be [3, 7]:"
            + " another config, or damaged");
    assertRefused(
        ModelWeights.of(Map.of()),
        4,
        2,
        "a.mag: the weights have no variable 'fully_connected/biases'");
    assertRefused(
        with(fitting, ModelWeights.OUTPUT_BIASES, tensor(new int[] {2}, 0, Double.NaN)),
        4,
        2,
        "a.mag: the model's fully_connected/biases holds NaN: its training failed");
  }

  @Test
  void asksHowFarAttentionLooksBack() {
    assertRefused(
        weights(new NetworkShape(4, List.of(5), 2, AttentionPlace.FIRST_LAYER, false)),
        4,
        2,
        "a.mag: the model has attention, and its weights do not tell how far that looks back;"
            + " give --hparams=attn_length=N, 40 in Magenta's attention_rnn");
  }

  private static void assertRefused(
      ModelWeights weights, int inputSize, int classes, String message) {
    assertThatThrownBy(() -> EventRnn.of(weights, inputSize, classes, 0, "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
  }

  private static ModelWeights with(ModelWeights weights, String name, Tensor tensor) {
    Map<String, Tensor> tensors = new TreeMap<>(weights.tensors());
    tensors.put(name, tensor);
    return ModelWeights.of(tensors);
  }

  private static ModelWeights weights(NetworkShape shape) {
    Map<String, Tensor> tensors = new TreeMap<>();
    shape
        .variables()
        .forEach(
            (name, lengths) ->
                tensors.put(name, waves(lengths.stream().mapToInt(Integer::intValue).toArray())));
    return ModelWeights.of(tensors);
  }

  /** Whatever attention is around, one layer is one layer. */
  @Test
  void attentionAroundAStackOfOneLayerIsAttentionOnThatLayer() {
    NetworkShape first = new NetworkShape(4, List.of(5), 2, AttentionPlace.FIRST_LAYER, false);
    NetworkShape whole = new NetworkShape(4, List.of(5), 2, AttentionPlace.WHOLE_STACK, false);
    List<String> names = List.copyOf(first.variables().keySet());
    List<String> namesInStack = List.copyOf(whole.variables().keySet());
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      tensors.put(namesInStack.get(i), weights(first).tensor(names.get(i)).orElseThrow());
    }
    assertThat(run(EventRnn.of(ModelWeights.of(tensors), 4, 2, 3, "x"), 6))
        .isDeepEqualTo(run(EventRnn.of(weights(first), 4, 2, 3, "x"), 6));
  }

  @Test
  void attentionAroundAStackAsksWithTheStatesOfAllItsLayers() {
    NetworkShape shape = new NetworkShape(4, List.of(5, 3), 2, AttentionPlace.WHOLE_STACK, false);
    ModelWeights weights = weights(shape);
    float[][] found = run(EventRnn.of(weights, 4, 2, 3, "x"), 6);

    double[][] window = new double[3][3];
    double[] attended = new double[3];
    LstmCell.Memory lower = new LstmCell.Memory(5);
    LstmCell.Memory upper = new LstmCell.Memory(3);
    for (int step = 0; step < 6; step++) {
      double[] mixed = product(weights, "rnn/attention_cell_wrapper/", input(step), attended);
      lstm(weights, "rnn/attention_cell_wrapper/multi_rnn_cell/cell_0/", mixed, lower);
      lstm(
          weights,
          "rnn/attention_cell_wrapper/multi_rnn_cell/cell_1/",
          doubles(lower.outputs()),
          upper);
      double[] query =
          product(
              weights,
              "rnn/attention_cell_wrapper/attention/",
              doubles(lower.cells()),
              doubles(lower.outputs()),
              doubles(upper.cells()),
              doubles(upper.outputs()));
      float[] matrix =
          weights.tensor("rnn/attention_cell_wrapper/attention/attn_w").orElseThrow().values();
      float[] vector =
          weights.tensor("rnn/attention_cell_wrapper/attention/attn_v").orElseThrow().values();
      attended = new double[3];
      double sum = 0;
      for (double[] row : window) {
        double score = 0;
        for (int a = 0; a < 3; a++) {
          double key = row[0] * matrix[a] + row[1] * matrix[3 + a] + row[2] * matrix[6 + a];
          score += vector[a] * Math.tanh(key + query[a]);
        }
        sum += Math.exp(score);
        for (int a = 0; a < 3; a++) {
          attended[a] += Math.exp(score) * row[a];
        }
      }
      for (int a = 0; a < 3; a++) {
        attended[a] /= sum;
      }
      double[] out =
          product(
              weights,
              "rnn/attention_cell_wrapper/attn_output_projection/",
              doubles(upper.outputs()),
              attended);
      window = new double[][] {window[1], window[2], out};
      float[] output = weights.tensor(ModelWeights.OUTPUT_WEIGHTS).orElseThrow().values();
      float[] biases = weights.tensor(ModelWeights.OUTPUT_BIASES).orElseThrow().values();
      for (int k = 0; k < 2; k++) {
        double logit = biases[k];
        for (int a = 0; a < 3; a++) {
          logit += out[a] * output[2 * a + k];
        }
        assertThat((double) found[step][k]).isCloseTo(logit, within(1e-5));
      }
    }
  }

  /** More sequences than are computed together, in networks of all kinds and of odd sizes. */
  @ParameterizedTest
  @CsvSource({
    "NONE,false",
    "NONE,true",
    "FIRST_LAYER,false",
    "FIRST_LAYER,true",
    "WHOLE_STACK,false"
  })
  void answersASequenceTheSameToTheBitWhateverIsBesideIt(
      AttentionPlace attention, boolean residual) {
    NetworkShape shape = new NetworkShape(4, List.of(7, 5), 3, attention, residual);
    EventRnn network = EventRnn.of(weights(shape), 4, 3, 3, "x");
    int sequences = 37;
    EventNetwork.State all = network.start(sequences);
    EventNetwork.State[] alone = new EventNetwork.State[sequences];
    Arrays.setAll(alone, sequence -> network.start());
    for (int step = 0; step < 9; step++) {
      float[][] inputs = new float[sequences][];
      for (int sequence = 0; sequence < sequences; sequence++) {
        inputs[sequence] = floats(input(step * sequences + sequence));
      }
      float[][] logits = new float[sequences][3];
      all.step(inputs, logits);
      for (int sequence = 0; sequence < sequences; sequence++) {
        float[] expected = new float[3];
        alone[sequence].step(inputs[sequence], expected);
        assertThat(logits[sequence]).isEqualTo(expected);
      }
    }
  }

  @Test
  void goesOnWithTheSequencesThatAreSelected() {
    NetworkShape shape = new NetworkShape(4, List.of(7), 3, AttentionPlace.FIRST_LAYER, false);
    EventRnn network = EventRnn.of(weights(shape), 4, 3, 3, "x");
    EventNetwork.State both = network.start(2);
    EventNetwork.State second = network.start();
    float[][] inputs = {floats(input(1)), floats(input(2))};
    both.step(inputs, new float[2][3]);
    second.step(inputs[1], new float[3]);

    float[] expected = new float[3];
    second.step(inputs[0], expected);
    float[][] logits = new float[3][3];
    both.select(new int[] {1, 0, 1}).step(new float[][] {inputs[0], inputs[0], inputs[0]}, logits);
    assertThat(logits[0]).isEqualTo(expected);
    assertThat(logits[2]).isEqualTo(expected);
    assertThat(logits[1]).isNotEqualTo(expected);
  }

  private static float[] floats(double[] doubles) {
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static double[] product(ModelWeights weights, String scope, double[]... parts) {
    float[] kernel = weights.tensor(scope + "kernel").orElseThrow().values();
    double[] sums = doubles(weights.tensor(scope + "bias").orElseThrow().values());
    int row = 0;
    for (double[] part : parts) {
      for (double x : part) {
        for (int column = 0; column < sums.length; column++) {
          sums[column] += x * kernel[row * sums.length + column];
        }
        row++;
      }
    }
    return sums;
  }

  private static void lstm(
      ModelWeights weights, String cell, double[] input, LstmCell.Memory memory) {
    int units = memory.cells().length;
    double[] z = product(weights, cell + "basic_lstm_cell/", input, doubles(memory.outputs()));
    for (int u = 0; u < units; u++) {
      double c =
          memory.cells()[u] / (1 + Math.exp(-z[2 * units + u] - 1))
              + Math.tanh(z[units + u]) / (1 + Math.exp(-z[u]));
      memory.cells()[u] = (float) c;
      memory.outputs()[u] = (float) (Math.tanh(c) / (1 + Math.exp(-z[3 * units + u])));
    }
  }

  private static double[] input(int step) {
    return new double[] {step == 0 ? 1 : 0, Math.sin(step), 0, 1.0 / (1 + step)};
  }

  private static float[][] run(EventNetwork network, int steps) {
    EventNetwork.State state = network.start();
    float[][] logits = new float[steps][network.classes()];
    for (int step = 0; step < steps; step++) {
      state.step(floats(input(step)), logits[step]);
    }
    return logits;
  }

  private static Tensor waves(int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = Math.sin(1 + i);
    }
    return tensor(shape, values);
  }

  private static Tensor tensor(int[] shape, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Tensor(shape, floats);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lookback_rnn", "basic_rnn", "attention_rnn"})
  @EnabledIf(SharedCorpora.PRESENT)
  void continuesAMelodyAsTheRealModelDoes(String name) {
    EventNetwork network = realNetwork(name);
    EventEncoding encoding = MelodyConfig.named(name).encoding();
    JsonNode expected = SharedCorpora.goldenJson("models/" + name + "/expected.json");
    assertThat(expected.get("greedy")).hasSize(2);
    for (JsonNode run : expected.get("greedy")) {
      assertThat(greedy(network, encoding, ints(run.get("prefix")), run.get("events").size()))
          .containsExactly(ints(run.get("events")));
    }
  }

  private static int[] greedy(
      EventNetwork network, EventEncoding encoding, int[] prefix, int length) {
    int[] events = Arrays.copyOf(prefix, length);
    EventNetwork.State state = network.start();
    float[] input = new float[network.inputSize()];
    float[] logits = new float[network.classes()];
    for (int i = 0; i < length - 1; i++) {
      encoding.encode(events, i, input, 0);
      state.step(input, logits);
      if (i + 1 >= prefix.length) {
        events[i + 1] = encoding.event(best(logits), events, i + 1);
      }
    }
    return events;
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[best]) {
        best = c;
      }
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lookback_rnn", "basic_rnn", "attention_rnn"})
  @EnabledIf(SharedCorpora.PRESENT)
  void findsRealExamplesAsLikelyAsTheRealModelDoes(String name) throws IOException {
    EventNetwork network = realNetwork(name);
    JsonNode expected =
        SharedCorpora.goldenJson("models/" + name + "/expected.json").get("metrics");
    int defaultLabel = MelodyConfig.named(name).encoding().defaultLabel();
    double loss = 0;
    int steps = 0;
    int correct = 0;
    int events = 0;
    int correctEvents = 0;
    List<Double> losses = new ArrayList<>();
    for (SequenceExample example : examples(name)) {
      Map<String, FeatureList> lists = example.getFeatureLists().getFeatureListMap();
      EventNetwork.State state = network.start();
      float[] input = new float[network.inputSize()];
      float[] logits = new float[network.classes()];
      double sequenceLoss = 0;
      for (int step = 0; step < lists.get("labels").getFeatureCount(); step++) {
        List<Float> values = lists.get("inputs").getFeature(step).getFloatList().getValueList();
        for (int i = 0; i < input.length; i++) {
          input[i] = values.get(i);
        }
        state.step(input, logits);
        int label = (int) lists.get("labels").getFeature(step).getInt64List().getValue(0);
        sequenceLoss += crossEntropy(logits, label);
        steps++;
        correct += best(logits) == label ? 1 : 0;
        events += label != defaultLabel ? 1 : 0;
        correctEvents += label != defaultLabel && best(logits) == label ? 1 : 0;
      }
      losses.add(sequenceLoss);
      loss += sequenceLoss;
    }
    assertThat(steps).isEqualTo(expected.get("steps").asInt());
    double expectedLoss = expected.get("loss").asDouble();
    assertThat(loss / steps).isCloseTo(expectedLoss, within(1e-5 * expectedLoss));
    assertThat((double) correct / steps)
        .isCloseTo(expected.get("accuracy").asDouble(), within(1e-9));
    assertThat((double) correctEvents / events)
        .isCloseTo(expected.get("event_accuracy").asDouble(), within(1e-9));
    assertThat((double) (correct - correctEvents) / (steps - events))
        .isCloseTo(expected.get("no_event_accuracy").asDouble(), within(1e-9));
    JsonNode each = expected.get("negative_log_likelihoods");
    assertThat(losses).hasSameSizeAs(each);
    for (int i = 0; i < losses.size(); i++) {
      assertThat(losses.get(i)).isCloseTo(each.get(i).asDouble(), within(0.01));
    }
  }

  private static double crossEntropy(float[] logits, int label) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[best(logits)]);
    }
    return Math.log(sum) - (logits[label] - logits[best(logits)]);
  }

  private static List<SequenceExample> examples(String name) throws IOException {
    byte[] file = SharedCorpora.golden("lakh/" + name + ".sample.tfrecord.gz");
    List<SequenceExample> examples = new ArrayList<>();
    try (TfRecordReader records =
        new TfRecordReader(new GZIPInputStream(new ByteArrayInputStream(file)), name)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        examples.add(SequenceExample.parseFrom(record));
      }
    }
    return examples;
  }

  static EventNetwork realNetwork(String name) {
    EventEncoding encoding = MelodyConfig.named(name).encoding();
    return EventRnn.of(
        RealModels.weights(name),
        encoding.inputSize(),
        encoding.numClasses(),
        HyperParameters.of(MelodyConfig.named(name)).attnLength(),
        name);
  }

  private static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
