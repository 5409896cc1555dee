package io.cantus.generation;

import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A stack of BasicLSTM layers, with attention and residual connections where the weights have them,
 * and a linear layer on top, after Magenta's events_rnn_graph without dropout, in plain Java
 * floats. The number and the sizes of the layers come from the weights. A step allocates nothing
 * and costs no more than its input has numbers other than 0; results are the same on every machine.
 */
public final class EventRnn implements EventNetwork {
  private final NetworkShape shape;

  /** For each layer what brings its input to its size before that is added to its output. */
  private final LinearLayer[] projections;

  private final LstmCell[] cells;

  /** Null for none. */
  private final Attention attention;

  private final LinearLayer output;

  private EventRnn(ModelWeights weights, NetworkShape shape, int attnLength) {
    this.shape = shape;
    int layers = shape.layerSizes().size();
    projections = new LinearLayer[layers];
    cells = new LstmCell[layers];
    for (int layer = 0; layer < layers; layer++) {
      if (shape.projects(layer)) {
        projections[layer] = linear(weights, shape.projection(layer));
      }
      int units = shape.layerSizes().get(layer);
      LinearLayer gates = linear(weights, shape.lstm(layer));
      cells[layer] = new LstmCell(gates.kernel().length / (4 * units) - units, units, gates);
    }
    attention =
        shape.attention() == AttentionPlace.NONE ? null : attention(weights, shape, attnLength);
    output =
        new LinearLayer(
            shape.numClasses(),
            values(weights, ModelWeights.OUTPUT_WEIGHTS),
            values(weights, ModelWeights.OUTPUT_BIASES));
  }

  private static Attention attention(ModelWeights weights, NetworkShape shape, int length) {
    int size = shape.attentionSize();
    LinearLayer input = linear(weights, shape.attentionInput());
    float[] matrix = values(weights, shape.attentionMatrix());
    return new Attention(
        length,
        shape.attendedLayers(),
        input.outputs(),
        size,
        input,
        new LinearLayer(size, matrix, new float[size]),
        values(weights, shape.attentionVector()),
        linear(weights, shape.attentionQuery()),
        linear(weights, shape.attentionOutput()));
  }

  private static LinearLayer linear(ModelWeights weights, String scope) {
    float[] bias = values(weights, scope + "bias");
    return new LinearLayer(bias.length, values(weights, scope + "kernel"), bias);
  }

  private static float[] values(ModelWeights weights, String name) {
    return weights.tensor(name).orElseThrow().values();
  }

  /**
   * The network of the given weights.
   *
   * @param inputSize numbers in one input vector
   * @param classes logits in one answer
   * @param attnLength steps that attention looks back; without effect if the weights have none
   * @param source what to call the weights in messages, usually the path of their file
   * @throws BadInputException if the weights do not form such a network; names the variable
   */
  public static EventRnn of(
      ModelWeights weights, int inputSize, int classes, int attnLength, String source) {
    NetworkShape shape;
    try {
      shape = NetworkShape.of(weights);
    } catch (BadInputException e) {
      throw new BadInputException(source + ": " + e.getMessage(), e);
    }
    shape
        .withEnds(inputSize, classes)
        .variables()
        .forEach(
            (name, expected) -> {
              Tensor tensor = weights.tensor(name).orElseThrow();
              int[] wanted = expected.stream().mapToInt(Integer::intValue).toArray();
              if (!Arrays.equals(tensor.shape(), wanted)) {
                throw new BadInputException(
                    "%s: the model's %s is %s and must be %s: another config, or damaged"
                        .formatted(source, name, Arrays.toString(tensor.shape()), expected));
              }
              requireFinite(tensor, name, source);
            });
    if (shape.attention() != AttentionPlace.NONE && attnLength < 1) {
      throw new BadInputException(
          source
              + ": the model has attention, and its weights do not tell how far that looks back;"
              + " give --hparams=attn_length=N, 40 in Magenta's attention_rnn");
    }
    return new EventRnn(weights, shape, attnLength);
  }

  private static void requireFinite(Tensor tensor, String name, String source) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "%s: the model's %s holds %s: its training failed".formatted(source, name, value));
      }
    }
  }

  @Override
  public int inputSize() {
    return shape.inputSize();
  }

  @Override
  public int classes() {
    return shape.numClasses();
  }

  @Override
  public State start() {
    return new RnnState(this);
  }

  private static final class RnnState implements State {
    private final EventRnn network;
    private final LstmCell.Memory[] memories;

    /** Null for none. */
    private final Attention.Memory attentionMemory;

    private final float[] gates;
    private final float[] mixed;

    /** For each layer its input once projected, and what it gives out if not the LSTM's output. */
    private final float[][] projected;

    private final float[][] results;
    private final float[] attended;

    RnnState(EventRnn network) {
      this(
          network,
          Stream.of(network.cells)
              .map(cell -> new LstmCell.Memory(cell.units()))
              .toArray(LstmCell.Memory[]::new),
          network.attention == null ? null : new Attention.Memory(network.attention));
    }

    private RnnState(
        EventRnn network, LstmCell.Memory[] memories, Attention.Memory attentionMemory) {
      this.network = network;
      this.memories = memories;
      this.attentionMemory = attentionMemory;
      gates = new float[4 * Stream.of(network.cells).mapToInt(LstmCell::units).max().orElse(0)];
      mixed = new float[network.cells[0].inputs()];
      projected = room(network);
      results = room(network);
      attended = new float[network.attention == null ? 0 : network.attention.size()];
    }

    private static float[][] room(EventRnn network) {
      return Stream.of(network.cells).map(cell -> new float[cell.units()]).toArray(float[][]::new);
    }

    @Override
    public State copy() {
      return new RnnState(
          network,
          Stream.of(memories).map(LstmCell.Memory::copy).toArray(LstmCell.Memory[]::new),
          attentionMemory == null ? null : attentionMemory.copy());
    }

    @Override
    public void step(float[] input, float[] logits) {
      float[] below = input;
      for (int layer = 0; layer < network.cells.length; layer++) {
        below = layer(layer, below);
      }
      network.output.start(logits);
      network.output.add(below, below.length, 0, logits);
    }

    private float[] layer(int layer, float[] input) {
      float[] x = input;
      if (network.projections[layer] != null) {
        x = projected[layer];
        network.projections[layer].start(x);
        network.projections[layer].add(input, input.length, 0, x);
      }
      float[] seen = x;
      if (network.attention != null && layer == 0) {
        network.attention.mixInput(x, attentionMemory, mixed);
        seen = mixed;
      }
      network.cells[layer].step(seen, memories[layer], gates);
      float[] result = memories[layer].outputs;
      if (network.attention != null && layer == network.attention.attendedLayers() - 1) {
        network.attention.attend(memories, attentionMemory, attended);
        result = attended;
      }
      return network.shape.residualConnections() ? sum(x, result, results[layer]) : result;
    }

    private static float[] sum(float[] one, float[] other, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = one[i] + other[i];
      }
      return to;
    }
  }
}
