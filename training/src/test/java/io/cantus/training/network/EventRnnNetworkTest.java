package io.cantus.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class EventRnnNetworkTest {
  private static final HyperParameters SMALL =
      HyperParameters.base().with("rnn_layer_sizes=[6,5],clip_norm=5");

  private static final String KINDS =
      "attn_length=3,residual_connections=true,dropout_keep_prob=0.5";

  private static EventRnnNetwork small() {
    return EventRnnNetwork.create(7, 4, SMALL, 1);
  }

  @Test
  void oneStepOfOneUnitAsInTheSpecification() {
    Tensor kernel =
        new Tensor(new int[] {2, 4}, new float[] {.1f, .2f, .3f, .4f, -.1f, .5f, .25f, -.3f});
    Tensor bias = new Tensor(new int[] {4}, new float[] {0, .1f, -.2f, .3f});
    double[] c = {-.25};
    double[] h = {.5};

    ReferenceRnn.step(kernel, bias, new double[] {1}, c, h);

    assertThat(c[0]).isCloseTo(.063279740, within(1e-8));
    assertThat(h[0]).isCloseTo(.040074459, within(1e-8));
  }

  @Test
  void oneStepOfAttentionAsInTheSpecification() {
    Tensor kernel =
        new Tensor(new int[] {2, 4}, new float[] {.1f, .2f, .3f, .4f, -.1f, .5f, .25f, -.3f});
    Tensor bias = new Tensor(new int[] {4}, new float[] {0, .1f, -.2f, .3f});
    double[] c = {-.25};
    double[] h = {.5};

    double[] mixed = ReferenceRnn.linear(column(.6f, -.2f), column(.1f), new double[] {1, .5});
    ReferenceRnn.step(kernel, bias, mixed, c, h);
    double[] query = ReferenceRnn.linear(column(.3f, -.5f), column(.05f), c, h);
    double[] attended =
        ReferenceRnn.attended(
            new Tensor(new int[] {1, 1, 1, 1}, new float[] {.7f}),
            column(.9f),
            query,
            new double[][] {{.2}, {-.4}});
    double[] out = ReferenceRnn.linear(column(.8f, .4f), column(-.1f), h, attended);

    assertThat(mixed[0]).isCloseTo(.6, within(1e-7));
    assertThat(c[0]).isCloseTo(.032396201, within(1e-8));
    assertThat(h[0]).isCloseTo(.019310539, within(1e-8));
    assertThat(query[0]).isCloseTo(.050063591, within(1e-8));
    assertThat(attended[0]).isCloseTo(-.044777023, within(1e-8));
    assertThat(out[0]).isCloseTo(-.102462378, within(1e-8));
  }

  private static Tensor column(float... values) {
    return new Tensor(new int[] {values.length}, values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attn_length=1",
        "attn_length=3",
        "attn_length=20",
        "residual_connections=true",
        "rnn_layer_sizes=[6,6],residual_connections=true,attn_length=3"
      })
  void probabilitiesEqualThoseOfTheFormulas(String hparams) {
    HyperParameters hyperParameters = SMALL.with(hparams);
    EventRnnNetwork network = InDouble.network(7, 4, hyperParameters, 1);
    // What the comparison gets is rounded to floats, so the network must hold floats as well.
    network.setWeights(withBiases(network.weights()));
    List<SparseExample> examples = Examples.random(5, 7, 4, 3, 9, 1, 4);
    DataSet batch = EventBatch.of(examples);

    INDArray found =
        network.network().output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);

    assertThat(found.shape()).containsExactly(4, 4, 9);
    ReferenceRnn reference = new ReferenceRnn(network.weights(), hyperParameters.attnLength());
    for (int number = 0; number < examples.size(); number++) {
      double[][] expected = reference.probabilities(examples.get(number));
      for (int step = 0; step < 9; step++) {
        for (int k = 0; k < 4; k++) {
          assertThat(found.getDouble(number, k, step))
              .as("example %d, step %d, class %d", number, step, k)
              .isCloseTo(step < expected.length ? expected[step][k] : 0, within(1e-12));
        }
      }
    }
  }

  /** The weights with biases that are not zero. */
  private static ModelWeights withBiases(ModelWeights weights) {
    Map<String, Tensor> tensors = new TreeMap<>(weights.tensors());
    tensors.replaceAll(
        (name, tensor) -> {
          if (tensor.shape().length > 1) {
            return tensor;
          }
          float[] values = tensor.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f * (i % 7 - 3);
          }
          return new Tensor(tensor.shape(), values);
        });
    return ModelWeights.of(tensors);
  }

  @Test
  void lossAndMetricsEqualThoseOfTheFormulas() {
    EventRnnNetwork network = small();
    List<SparseExample> examples = Examples.random(5, 7, 4, 3, 9, 1, 4);
    ReferenceRnn reference = new ReferenceRnn(network.weights(), 0);
    EventMetrics expected = new EventMetrics(4, 2);
    for (SparseExample example : examples) {
      double[][] probabilities = reference.probabilities(example);
      for (int step = 0; step < example.steps(); step++) {
        int best = 0;
        for (int k = 1; k < 4; k++) {
          best = probabilities[step][k] > probabilities[step][best] ? k : best;
        }
        int label = example.labels()[step];
        expected.add(label, best, -Math.log(probabilities[step][label]));
      }
    }

    EventMetrics found = network.evaluate(EventBatch.of(examples), 2);

    assertThat(found.steps()).isEqualTo(17);
    expected
        .evalScalars()
        .forEach(
            (tag, value) ->
                assertThat(found.evalScalars().get(tag)).as(tag).isCloseTo(value, within(1e-6)));
    assertThat(network.network().score(EventBatch.of(examples), false))
        .isCloseTo(expected.loss(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", KINDS})
  void paddingChangesNothingToTheBit(String hparams) {
    List<SparseExample> examples = Examples.random(5, 7, 4, 3, 9, 1, 4);
    DataSet batch = EventBatch.of(examples);
    DataSet padded = new DataSet();
    padded.setFeatures(Nd4j.concat(2, batch.getFeatures(), Nd4j.rand(4, 7, 5)));
    padded.setLabels(Nd4j.concat(2, batch.getLabels(), Nd4j.ones(4, 1, 5)));
    INDArray mask = Nd4j.concat(1, batch.getLabelsMaskArray(), Nd4j.zeros(4, 5));
    padded.setFeaturesMaskArray(mask);
    padded.setLabelsMaskArray(mask);
    EventRnnNetwork plain = EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1);
    EventRnnNetwork withPadding = EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1);

    for (int step = 0; step < 3; step++) {
      assertThat(withPadding.train(padded, step, 0).trainScalars())
          .isEqualTo(plain.train(batch, step, 0).trainScalars());
    }

    assertThat(withPadding.weights()).isEqualTo(plain.weights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", KINDS})
  void aBatchThatIsTooLargeIsComputedInPartsWithTheSameResult(String hparams) {
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4, 8, 2));
    EventRnnNetwork whole = EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1);
    EventRnnNetwork inParts = EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1);
    ((EventRnnLayer) inParts.network().getLayer(0))
        .setMemoryLimit(BatchMemory.of(whole.shape(), SMALL.with(hparams).attnLength()).bytes(10));

    INDArray expected = whole.network().output(batch.getFeatures(), false);
    assertThat(inParts.network().output(batch.getFeatures(), false).equalsWithEps(expected, 1e-6))
        .isTrue();
    for (int step = 0; step < 3; step++) {
      Map<String, Double> scalars = whole.train(batch, step, 0).trainScalars();
      inParts
          .train(batch, step, 0)
          .trainScalars()
          .forEach(
              (tag, value) -> assertThat(value).as(tag).isCloseTo(scalars.get(tag), within(1e-5)));
      assertThat(
              inParts
                  .network()
                  .gradient()
                  .gradient()
                  .equalsWithEps(whole.network().gradient().gradient(), 1e-6))
          .isTrue();
    }
    assertThat(inParts.network().scoreExamples(batch, false))
        .satisfies(
            scores ->
                assertThat(scores.equalsWithEps(whole.network().scoreExamples(batch, false), 1e-4))
                    .isTrue());
  }

  @Test
  void anotherMemoryLayoutOfTheSameFeaturesChangesNothing() {
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4));
    DataSet copied = batch.copy();
    copied.setFeatures(batch.getFeatures().dup('f'));
    EventRnnNetwork plain = small();
    EventRnnNetwork other = small();

    plain.train(batch, 0, 0);
    other.train(copied, 0, 0);

    assertThat(other.weights()).isEqualTo(plain.weights());
  }

  @Test
  void aMaskWithAHoleIsRefused() {
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9));
    batch.getFeaturesMaskArray().putScalar(1, 4, 0);

    assertThatThrownBy(() -> small().train(batch, 0, 0))
        .hasMessage("mask of example 1 is 1.0 at step 5: must be ones and then zeros");
  }

  @Test
  void aLabelThatTheNetworkDoesNotHaveIsRefused() {
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9));
    batch.getLabels().putScalar(new int[] {1, 0, 4}, 4);

    assertThatThrownBy(() -> small().train(batch, 0, 0))
        .hasMessage("label 4 of example 1 at step 4: the network has 4 classes");
  }

  @Test
  void featuresOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> small().train(EventBatch.of(Examples.random(5, 8, 4, 3)), 0, 0))
        .hasMessage("features must be [examples, 7, steps], not [1, 8, 3]");
  }

  @Test
  void firstWeightsDependOnTheSeedAlone() {
    assertThat(small().weights()).isEqualTo(small().weights());
    assertThat(EventRnnNetwork.create(7, 4, SMALL, 2).weights()).isNotEqualTo(small().weights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", KINDS})
  void firstWeightsAreGlorotUniformAndBiasesZero(String hparams) {
    HyperParameters hyperParameters = HyperParameters.base().with(hparams);
    ModelWeights weights = EventRnnNetwork.create(121, 40, hyperParameters, 1).weights();

    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              double largest = 0;
              double sum = 0;
              for (float value : tensor.values()) {
                largest = Math.max(largest, Math.abs(value));
                sum += value;
              }
              if (name.endsWith("/bias") || name.endsWith("/biases")) {
                assertThat(largest).as(name).isZero();
              } else {
                int[] shape = tensor.shape();
                int rows = shape[Math.max(0, shape.length - 2)];
                double limit = Math.sqrt(6.0 / (rows + shape[shape.length - 1]));
                int count = tensor.values().length;
                assertThat(largest).as(name).isBetween(0.95 * limit, limit * 1.000001);
                assertThat(sum / count).as(name).isCloseTo(0, within(3 * limit / Math.sqrt(count)));
              }
            });
    assertThat(NetworkShape.of(weights)).isEqualTo(hyperParameters.networkShape(121, 40));
  }

  @Test
  void weightsOfAnotherShapeAreRefused() {
    ModelWeights others = EventRnnNetwork.create(8, 4, SMALL, 1).weights();

    assertThatThrownBy(() -> small().setWeights(others))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("inputSize=8")
        .hasMessageContaining("inputSize=7");
  }

  @Test
  void aStepOfAdamAfterClippingEachVariableByItself() {
    // Large outputs make large gradients, so that some variables are clipped and some are not.
    EventRnnNetwork network = EventRnnNetwork.create(7, 4, SMALL.with("clip_norm=1"), 1);
    Map<String, Tensor> tensors = new TreeMap<>(network.weights().tensors());
    tensors.compute(
        ModelWeights.OUTPUT_WEIGHTS,
        (name, tensor) -> {
          float[] values = tensor.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] *= 20;
          }
          return new Tensor(tensor.shape(), values);
        });
    network.setWeights(ModelWeights.of(tensors));
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4));
    network.network().setInput(batch.getFeatures());
    network.network().setLabels(batch.getLabels());
    network.network().setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.network().computeGradientAndScore();
    Map<String, INDArray> gradients = new TreeMap<>();
    network
        .network()
        .gradient()
        .gradientForVariable()
        .forEach((name, gradient) -> gradients.put(name, gradient.dup()));
    Map<String, INDArray> before = new TreeMap<>();
    network.network().paramTable().forEach((name, value) -> before.put(name, value.dup()));

    network.train(batch, 0, 0);

    int clipped = 0;
    for (Map.Entry<String, INDArray> entry : network.network().paramTable().entrySet()) {
      INDArray gradient = gradients.get(entry.getKey());
      double norm = gradient.norm2Number().doubleValue();
      clipped += norm > 1 ? 1 : 0;
      for (long i = 0; i < gradient.length(); i++) {
        double g = gradient.getDouble(i) / Math.max(norm, 1);
        double m = 0.1 * g;
        double v = 0.001 * g * g;
        double rate = 0.001 * Math.sqrt(1 - 0.999) / (1 - 0.9);
        double expected =
            before.get(entry.getKey()).getDouble(i) - rate * m / (Math.sqrt(v) + 1e-8);
        assertThat(entry.getValue().getDouble(i))
            .as("%s[%d]", entry.getKey(), i)
            .isCloseTo(expected, within(2e-6));
      }
    }
    assertThat(clipped).as("variables that were clipped").isBetween(1, gradients.size() - 1);
    // Adam's first step hardly depends on the size of a gradient, its first moment does.
    INDArray moments = network.network().getUpdater().getStateViewArray();
    long at = 0;
    for (String name : network.network().paramTable().keySet()) {
      INDArray gradient = gradients.get(name);
      double norm = gradient.norm2Number().doubleValue();
      for (long i = 0; i < gradient.length(); i++) {
        assertThat(moments.getDouble(at++))
            .as("first moment of %s[%d]", name, i)
            .isCloseTo(0.1 * gradient.getDouble(i) / Math.max(norm, 1), within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"attn_length=0", "attn_length=3", "attn_length=4,residual_connections=true"})
  void trainingLearnsToCount(String hparams) {
    EventRnnNetwork network =
        EventRnnNetwork.create(
            5,
            5,
            SMALL
                .with("rnn_layer_sizes=[16,16],learning_rate=0.02,dropout_keep_prob=0.9")
                .with(hparams),
            1);
    DataSet batch = EventBatch.of(Examples.counting(1, 5, 12, 9, 14, 12));
    double first = network.train(batch, 0, 0).loss();

    for (int step = 1; step < 150; step++) {
      network.train(batch, step, 0);
    }

    EventMetrics learnt = network.evaluate(batch, 0);
    assertThat(first).isCloseTo(Math.log(5), within(0.3));
    assertThat(learnt.loss()).isLessThan(0.1);
    assertThat(learnt.accuracy()).isEqualTo(1.0);
  }

  @Test
  void dropoutFollowsFromTheSeedAndTheNumberOfTheBatch() {
    HyperParameters dropping = SMALL.with("dropout_keep_prob=0.5");
    EventRnnNetwork network = EventRnnNetwork.create(7, 4, dropping, 1);
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4));

    double third = network.evaluateWithDropout(batch, 3, 0).loss();

    assertThat(network.evaluateWithDropout(batch, 4, 0).loss()).isNotEqualTo(third);
    assertThat(network.evaluate(batch, 0).loss()).isNotEqualTo(third);
    assertThat(network.evaluateWithDropout(batch, 3, 0).loss()).isEqualTo(third);
    assertThat(EventRnnNetwork.create(7, 4, dropping, 1).evaluateWithDropout(batch, 3, 0).loss())
        .isEqualTo(third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropout_keep_prob=0.5", KINDS})
  void survivesTheSerialisationOfDl4jAndGoesOnTheSame(String hparams) throws Exception {
    EventRnnNetwork network = EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1);
    DataSet batch = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4));
    network.train(batch, 0, 0);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network.network(), stored, true);

    EventRnnNetwork restored =
        EventRnnNetwork.of(
            ModelSerializer.restoreMultiLayerNetwork(
                new ByteArrayInputStream(stored.toByteArray()), true));

    assertThat(restored.shape()).isEqualTo(network.shape());
    assertThat(restored.weights()).isEqualTo(network.weights());
    network.train(batch, 1, 0);
    restored.train(batch, 1, 0);
    assertThat(restored.weights()).isEqualTo(network.weights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", KINDS})
  void configurationReadsBackFromJson(String hparams) {
    MultiLayerConfiguration configuration =
        EventRnnNetwork.create(7, 4, SMALL.with(hparams), 1).network().getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(configuration)
        .isNotEqualTo(
            EventRnnNetwork.create(7, 4, SMALL.with("rnn_layer_sizes=[5,6]"), 1)
                .network()
                .getLayerWiseConfigurations());
  }
}
