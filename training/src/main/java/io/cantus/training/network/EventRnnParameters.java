package io.cantus.training.network;

import io.cantus.training.AttentionPlace;
import io.cantus.training.CounterRandom;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The named parameters of an {@link EventRnn} and their first values: matrices uniform in
 * ±sqrt(6/(rows + columns)) after Glorot, biases zero; a function of the seed alone. Matrices lie
 * row-major in DL4J's flat array, as TensorFlow has them.
 */
final class EventRnnParameters implements ParamInitializer {
  static final EventRnnParameters INSTANCE = new EventRnnParameters();

  // Without '_', at whose last occurrence DL4J's updater cuts a parameter's name off its layer's.
  static final String OUTPUT_WEIGHTS = "softmax/weights";
  static final String OUTPUT_BIASES = "softmax/biases";
  static final String ATTENTION_MATRIX = "attention/matrix";
  static final String ATTENTION_VECTOR = "attention/vector";

  /** The first parts of the names of kernels and biases. */
  static final String ATTENTION_INPUT = "attention/input";

  static final String ATTENTION_QUERY = "attention/query";
  static final String ATTENTION_OUTPUT = "attention/output";

  private EventRnnParameters() {}

  static String kernel(int layer) {
    return cell(layer) + "/kernel";
  }

  static String bias(int layer) {
    return cell(layer) + "/bias";
  }

  private static String cell(int layer) {
    return "cell" + layer;
  }

  /**
   * The first part of the names of the kernel and the bias of what a layer's input goes through.
   */
  static String projection(int layer) {
    return "projection" + layer;
  }

  /** TensorFlow's name of every parameter in the order of the flat array. */
  static Map<String, String> variables(EventRnn conf) {
    NetworkShape shape = conf.networkShape();
    Map<String, String> variables = new LinkedHashMap<>();
    for (int layer = 0; layer < shape.layerSizes().size(); layer++) {
      if (shape.projects(layer)) {
        putLinear(variables, projection(layer), shape.projection(layer));
      }
      putLinear(variables, cell(layer), shape.lstm(layer));
    }
    if (shape.attention() != AttentionPlace.NONE) {
      putLinear(variables, ATTENTION_INPUT, shape.attentionInput());
      variables.put(ATTENTION_MATRIX, shape.attentionMatrix());
      variables.put(ATTENTION_VECTOR, shape.attentionVector());
      putLinear(variables, ATTENTION_QUERY, shape.attentionQuery());
      putLinear(variables, ATTENTION_OUTPUT, shape.attentionOutput());
    }
    variables.put(OUTPUT_WEIGHTS, ModelWeights.OUTPUT_WEIGHTS);
    variables.put(OUTPUT_BIASES, ModelWeights.OUTPUT_BIASES);
    return variables;
  }

  private static void putLinear(Map<String, String> variables, String name, String scope) {
    variables.put(name + "/kernel", scope + "kernel");
    variables.put(name + "/bias", scope + "bias");
  }

  /** The shape of every parameter in the order of the flat array. */
  private static Map<String, long[]> shapes(EventRnn conf) {
    Map<String, List<Integer>> theirs = conf.networkShape().variables();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    variables(conf)
        .forEach(
            (name, variable) -> {
              List<Integer> shape = theirs.get(variable);
              // Attention's matrix is the kernel of a convolution there, [1, 1, size, size].
              List<Integer> flat = shape.subList(Math.max(0, shape.size() - 2), shape.size());
              shapes.put(name, flat.stream().mapToLong(Integer::longValue).toArray());
            });
    return shapes;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes((EventRnn) layer).values().stream().mapToLong(EventRnnParameters::size).sum();
  }

  private static long size(long[] shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return size;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(shapes((EventRnn) layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isWeightParam(layer, key)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return !isBiasParam(layer, key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return key.endsWith("/bias") || key.endsWith("/biases");
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initializeParams) {
    Map<String, INDArray> parameters = views(conf, flat);
    conf.setVariables(new ArrayList<>(parameters.keySet()));
    if (initializeParams) {
      int number = 0;
      for (Map.Entry<String, INDArray> parameter : parameters.entrySet()) {
        if (isBiasParam(conf.getLayer(), parameter.getKey())) {
          parameter.getValue().assign(0);
        } else {
          glorot(parameter.getValue(), CounterRandom.bits(conf.getSeed(), number));
        }
        number++;
      }
    }
    return parameters;
  }

  /** To TensorFlow a vector of weights has as many inputs and outputs as it has numbers. */
  private static void glorot(INDArray matrix, long key) {
    double limit = Math.sqrt(6.0 / (matrix.size(0) + matrix.size(matrix.rank() - 1)));
    double[] values = new double[Math.toIntExact(matrix.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = limit * (2 * CounterRandom.uniform(key, i) - 1);
    }
    matrix.assign(
        Nd4j.createFromArray(values).castTo(matrix.dataType()).reshape('c', matrix.shape()));
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    return views(conf, flat);
  }

  private static Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, long[]> entry : shapes((EventRnn) conf.getLayer()).entrySet()) {
      long size = size(entry.getValue());
      views.put(entry.getKey(), Blocks.view(flat, at, entry.getValue()));
      at += size;
    }
    return views;
  }
}
