package io.cantus.training.network;

import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A {@link MultiLayerNetwork} that holds an event network, trained as Magenta does: Adam, each
 * variable's gradient clipped by itself, the loss a mean over the valid steps. Not thread-safe.
 */
public final class EventRnnNetwork implements AutoCloseable {
  static {
    OpenBlasKernel.choose();
  }

  private final MultiLayerNetwork network;

  private EventRnnNetwork(MultiLayerNetwork network) {
    this.network = network;
  }

  /** A new network with random weights, the same for the same seed. */
  public static EventRnnNetwork create(
      int inputSize, int numClasses, HyperParameters hyperParameters, long seed) {
    return create(inputSize, numClasses, hyperParameters, seed, DataType.FLOAT);
  }

  static EventRnnNetwork create(
      int inputSize, int numClasses, HyperParameters hyperParameters, long seed, DataType type) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .updater(new Adam(hyperParameters.learningRate(), 0.9, 0.999, 1e-8))
            .gradientNormalization(
                hyperParameters.clipNorm() > 0
                    ? GradientNormalization.ClipL2PerParamType
                    : GradientNormalization.None)
            .gradientNormalizationThreshold(hyperParameters.clipNorm())
            // The layer's loss is a mean already.
            .miniBatch(false)
            // The layer keeps its own arrays from batch to batch.
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list()
            .layer(
                new EventRnn.Builder()
                    .nIn(inputSize)
                    .nOut(numClasses)
                    .hyperParameters(hyperParameters)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return new EventRnnNetwork(network);
  }

  /** The event network in a network of DL4J that was made by {@link #create} or read back. */
  public static EventRnnNetwork of(MultiLayerNetwork network) {
    if (network.getnLayers() != 1 || !(network.getLayer(0) instanceof EventRnnLayer)) {
      throw new IllegalArgumentException("not an event network: " + network.summary());
    }
    return new EventRnnNetwork(network);
  }

  /** DL4J's side of it, which shares everything. */
  public MultiLayerNetwork network() {
    return network;
  }

  public NetworkShape shape() {
    return layer().layerConf().networkShape();
  }

  private EventRnnLayer layer() {
    return (EventRnnLayer) network.getLayer(0);
  }

  /**
   * Makes one step of training.
   *
   * @param batchNumber different for every batch of a run; decides the batch's dropout
   * @param defaultLabel the encoding's label of an uneventful step
   * @return loss and accuracies of the batch before the step
   */
  public EventMetrics train(DataSet batch, long batchNumber, int defaultLabel) {
    layer().setBatchNumber(batchNumber);
    network.fit(batch);
    return layer().results().metrics(shape().numClasses(), defaultLabel);
  }

  /**
   * Refuses sequences that are too long for this JVM's memory. A batch of sequences that fit one by
   * one is computed in parts where it does not fit as a whole, with the same result but for the
   * last digits.
   *
   * @param steps of the longest
   * @throws BadInputException if it does not fit alone
   */
  public void requireMemory(int steps) {
    layer().memory().require(steps);
  }

  /** Loss and accuracies of a batch without dropout. */
  public EventMetrics evaluate(DataSet batch, int defaultLabel) {
    network.score(batch, false);
    return layer().results().metrics(shape().numClasses(), defaultLabel);
  }

  /**
   * Loss and accuracies of a batch with dropout on, which is how Magenta evaluates.
   *
   * @param batchNumber decides the batch's dropout
   */
  public EventMetrics evaluateWithDropout(DataSet batch, long batchNumber, int defaultLabel) {
    layer().setBatchNumber(batchNumber);
    network.score(batch, true);
    return layer().results().metrics(shape().numClasses(), defaultLabel);
  }

  /** A copy of the weights under TensorFlow's names. */
  public ModelWeights weights() {
    Map<String, List<Integer>> shapes = shape().variables();
    Map<String, Tensor> tensors = new TreeMap<>();
    EventRnnParameters.variables(layer().layerConf())
        .forEach(
            (parameter, name) -> {
              INDArray values = layer().getParam(parameter);
              int[] shape = shapes.get(name).stream().mapToInt(Integer::intValue).toArray();
              tensors.put(name, new Tensor(shape, values.reshape(values.length()).toFloatVector()));
            });
    return ModelWeights.of(tensors);
  }

  /**
   * Takes over weights; the state of the optimizer stays as it is.
   *
   * @throws BadInputException if they are those of a network of another shape
   */
  public void setWeights(ModelWeights weights) {
    NetworkShape theirs = NetworkShape.of(weights);
    if (!theirs.equals(shape())) {
      throw new BadInputException(
          "the weights are those of %s, but the network is %s".formatted(theirs, shape()));
    }
    EventRnnParameters.variables(layer().layerConf())
        .forEach(
            (parameter, name) -> {
              INDArray values = layer().getParam(parameter);
              float[] given = weights.tensor(name).orElseThrow().values();
              values.assign(
                  Nd4j.createFromArray(given)
                      .castTo(values.dataType())
                      .reshape('c', values.shape()));
            });
  }

  /**
   * Gives back at once what batches were computed in, which is most of the memory outside the Java
   * heap; the network cannot be used after.
   */
  @Override
  public void close() {
    // Not DL4J's close(), which runs the garbage collector; the few arrays of weights can wait.
    layer().release();
  }
}
