package io.cantus.generation;

import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stack of BasicLSTM layers and a linear layer on top, after Magenta's events_rnn_graph without
 * dropout, in plain Java floats. The number and the sizes of the layers come from the weights. A
 * step allocates nothing and costs no more than its input has numbers other than 0; results are the
 * same on every machine.
 */
public final class EventRnn implements EventNetwork {
  private static final double FORGET_BIAS = 1;

  /**
   * One LSTM.
   *
   * @param kernel [inputs + units, 4 * units], row-major, gates in the order i, j, f, o
   */
  private record Layer(int inputs, int units, float[] kernel, float[] bias) {}

  private final Layer[] layers;
  private final int classes;
  private final float[] outputWeights;
  private final float[] outputBiases;

  private EventRnn(List<Layer> layers, int classes, float[] outputWeights, float[] outputBiases) {
    this.layers = layers.toArray(new Layer[0]);
    this.classes = classes;
    this.outputWeights = outputWeights;
    this.outputBiases = outputBiases;
  }

  /**
   * The network of the given weights.
   *
   * @param inputSize numbers in one input vector
   * @param classes logits in one answer
   * @param source what to call the weights in messages, usually the path of their file
   * @throws BadInputException if the weights do not form such a network; names the variable
   */
  public static EventRnn of(ModelWeights weights, int inputSize, int classes, String source) {
    Set<String> unused = new TreeSet<>(weights.tensors().keySet());
    if (unused.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).contains("attention"))) {
      throw new BadInputException(
          source + ": the model uses attention, which this version of Cantus cannot run");
    }
    List<Layer> layers = new ArrayList<>();
    int inputs = inputSize;
    while (layers.isEmpty() || unused.contains(ModelWeights.lstmKernel(layers.size()))) {
      String biasName = ModelWeights.lstmBias(layers.size());
      int units = anyTensor(weights, biasName, source).values().length / 4;
      float[] bias = take(weights, unused, source, biasName, 4 * units);
      float[] kernel =
          take(
              weights,
              unused,
              source,
              ModelWeights.lstmKernel(layers.size()),
              inputs + units,
              4 * units);
      layers.add(new Layer(inputs, units, kernel, bias));
      inputs = units;
    }
    float[] outputWeights =
        take(weights, unused, source, ModelWeights.OUTPUT_WEIGHTS, inputs, classes);
    float[] outputBiases = take(weights, unused, source, ModelWeights.OUTPUT_BIASES, classes);
    if (!unused.isEmpty()) {
      throw new BadInputException(
          "%s: the model has variables that Cantus does not know: %s"
              .formatted(source, String.join(", ", unused)));
    }
    return new EventRnn(layers, classes, outputWeights, outputBiases);
  }

  private static Tensor anyTensor(ModelWeights weights, String name, String source) {
    return weights
        .tensor(name)
        .orElseThrow(() -> new BadInputException("%s: the model lacks %s".formatted(source, name)));
  }

  private static float[] take(
      ModelWeights weights, Set<String> unused, String source, String name, int... shape) {
    Tensor tensor = anyTensor(weights, name, source);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new BadInputException(
          "%s: the model's %s is %s and must be %s: another config, or damaged"
              .formatted(source, name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "%s: the model's %s holds %s: its training failed".formatted(source, name, value));
      }
    }
    unused.remove(name);
    return tensor.values();
  }

  @Override
  public int inputSize() {
    return layers[0].inputs;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public State start() {
    return new RnnState(this);
  }

  /** Adds {@code x} times a row of a matrix to {@code sums}. */
  private static void addRow(float x, float[] matrix, int row, int columns, float[] sums) {
    int start = row * columns;
    for (int column = 0; column < columns; column++) {
      sums[column] += x * matrix[start + column];
    }
  }

  /** Adds {@code vector} times the matrix's rows from {@code firstRow} to {@code sums}. */
  private static void addProduct(
      float[] vector, int rows, float[] matrix, int firstRow, int columns, float[] sums) {
    for (int i = 0; i < rows; i++) {
      // Most inputs of the first layer are 0.
      if (vector[i] != 0) {
        addRow(vector[i], matrix, firstRow + i, columns, sums);
      }
    }
  }

  // StrictMath, so that a seed gives the same melody on every machine.

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double tanh(double x) {
    return 1 - 2 / (StrictMath.exp(2 * x) + 1);
  }

  private static final class RnnState implements State {
    private final EventRnn network;

    /** For each layer its units' cells and outputs. */
    private final float[][] cells;

    private final float[][] outputs;
    private final float[] gates;

    RnnState(EventRnn network) {
      this.network = network;
      int count = network.layers.length;
      cells = new float[count][];
      outputs = new float[count][];
      int widest = 0;
      for (int i = 0; i < count; i++) {
        int units = network.layers[i].units;
        cells[i] = new float[units];
        outputs[i] = new float[units];
        widest = Math.max(widest, units);
      }
      gates = new float[4 * widest];
    }

    private RnnState(RnnState other) {
      network = other.network;
      cells = copyOf(other.cells);
      outputs = copyOf(other.outputs);
      gates = new float[other.gates.length];
    }

    private static float[][] copyOf(float[][] rows) {
      return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    public State copy() {
      return new RnnState(this);
    }

    @Override
    public void step(float[] input, float[] logits) {
      float[] below = input;
      for (int i = 0; i < network.layers.length; i++) {
        lstm(network.layers[i], below, cells[i], outputs[i]);
        below = outputs[i];
      }
      System.arraycopy(network.outputBiases, 0, logits, 0, network.classes);
      addProduct(below, below.length, network.outputWeights, 0, network.classes, logits);
    }

    private void lstm(Layer layer, float[] input, float[] cell, float[] output) {
      int units = layer.units;
      System.arraycopy(layer.bias, 0, gates, 0, 4 * units);
      addProduct(input, layer.inputs, layer.kernel, 0, 4 * units, gates);
      addProduct(output, units, layer.kernel, layer.inputs, 4 * units, gates);
      for (int u = 0; u < units; u++) {
        double candidate = sigmoid(gates[u]) * tanh(gates[units + u]);
        double kept = cell[u] * sigmoid(gates[2 * units + u] + FORGET_BIAS);
        cell[u] = (float) (kept + candidate);
        output[u] = (float) (tanh(cell[u]) * sigmoid(gates[3 * units + u]));
      }
    }
  }
}
