package io.cantus.training.network;

import io.cantus.training.AttentionPlace;
import io.cantus.training.HyperParameters;
import io.cantus.training.NetworkShape;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's configuration of the whole event network as one output layer: LSTM layers, the first
 * perhaps with attention, with dropout on their outputs and perhaps residual connections, a linear
 * layer, softmax and the mean cross entropy over the valid steps. Features are [examples, input
 * size, steps] with a mask [examples, steps]; labels are class numbers, [examples, 1, steps].
 */
public final class EventRnn extends FeedForwardLayer {
  @JsonProperty private int[] layerSizes;
  @JsonProperty private double keepProbability;
  @JsonProperty private int attnLength;
  @JsonProperty private boolean residualConnections;

  /** For DL4J's deserialisation only. */
  EventRnn() {}

  private EventRnn(Builder builder) {
    super(builder);
    layerSizes = builder.layerSizes;
    keepProbability = builder.keepProbability;
    attnLength = builder.attnLength;
    residualConnections = builder.residualConnections;
    initializeConstraints(builder);
  }

  int inputSize() {
    return Math.toIntExact(nIn);
  }

  int numClasses() {
    return Math.toIntExact(nOut);
  }

  NetworkShape networkShape() {
    return new NetworkShape(
        inputSize(),
        IntStream.of(layerSizes).boxed().toList(),
        numClasses(),
        attnLength > 0 ? AttentionPlace.FIRST_LAYER : AttentionPlace.NONE,
        residualConnections);
  }

  /** Steps that the attention of the first layer looks back; 0 for no attention. */
  int attnLength() {
    return attnLength;
  }

  /** Probability with which an output of an LSTM layer survives dropout. */
  double keepProbability() {
    return keepProbability;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray parameters,
      boolean initializeParams,
      DataType networkDataType) {
    EventRnnLayer layer = new EventRnnLayer(conf, networkDataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initializeParams));
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return EventRnnParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.recurrent(nOut);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    throw new UnsupportedOperationException("the input size is given when the layer is built");
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = EventRnnParameters.INSTANCE.numParams(this);
    return new LayerMemoryReport.Builder(
            getLayerName(), EventRnn.class, inputType, getOutputType(0, inputType))
        .standardMemory(parameters, 2 * parameters)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventRnn that
        && super.equals(that)
        && Arrays.equals(layerSizes, that.layerSizes)
        && keepProbability == that.keepProbability
        && attnLength == that.attnLength
        && residualConnections == that.residualConnections;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof EventRnn;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Arrays.hashCode(layerSizes);
  }

  @Override
  public String toString() {
    return "EventRnn(%d -> %s -> %d, keep %s, attention %d%s)"
        .formatted(
            nIn,
            Arrays.toString(layerSizes),
            nOut,
            keepProbability,
            attnLength,
            residualConnections ? ", residual" : "");
  }

  /** Collects the sizes; DL4J asks for the pattern. */
  static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private int[] layerSizes;
    private double keepProbability;
    private int attnLength;
    private boolean residualConnections;

    /** Takes what shapes the layers. */
    Builder hyperParameters(HyperParameters hyperParameters) {
      layerSizes = hyperParameters.rnnLayerSizes().stream().mapToInt(Integer::intValue).toArray();
      keepProbability = hyperParameters.dropoutKeepProb();
      attnLength = hyperParameters.attnLength();
      residualConnections = hyperParameters.residualConnections();
      return this;
    }

    @Override
    // DL4J lets the caller name the type.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new EventRnn(this);
    }
  }
}
