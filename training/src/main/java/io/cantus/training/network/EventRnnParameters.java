package io.cantus.training.network;

import io.cantus.training.CounterRandom;
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

  private EventRnnParameters() {}

  static String kernel(int layer) {
    return "cell" + layer + "/kernel";
  }

  static String bias(int layer) {
    return "cell" + layer + "/bias";
  }

  /** The shape of every parameter in the order of the flat array. */
  private static Map<String, long[]> shapes(EventRnn conf) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long inputs = conf.inputSize();
    List<Integer> layerSizes = conf.layerSizes();
    for (int layer = 0; layer < layerSizes.size(); layer++) {
      long units = layerSizes.get(layer);
      shapes.put(kernel(layer), new long[] {inputs + units, 4 * units});
      shapes.put(bias(layer), new long[] {4 * units});
      inputs = units;
    }
    shapes.put(OUTPUT_WEIGHTS, new long[] {inputs, conf.numClasses()});
    shapes.put(OUTPUT_BIASES, new long[] {conf.numClasses()});
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
      for (INDArray parameter : parameters.values()) {
        if (parameter.rank() == 2) {
          glorot(parameter, CounterRandom.bits(conf.getSeed(), number));
        } else {
          parameter.assign(0);
        }
        number++;
      }
    }
    return parameters;
  }

  private static void glorot(INDArray matrix, long key) {
    double limit = Math.sqrt(6.0 / (matrix.size(0) + matrix.size(1)));
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
      views.put(entry.getKey(), RowMatrix.view(flat, at, entry.getValue()));
      at += size;
    }
    return views;
  }
}
