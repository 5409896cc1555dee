package io.cantus.generation;

import io.cantus.training.AttentionPlace;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A stack of BasicLSTM layers, with attention and residual connections where the weights have them,
 * and a linear layer on top, after Magenta's events_rnn_graph without dropout, in plain Java
 * floats. The number and the sizes of the layers come from the weights. A step allocates next to
 * nothing, and its input costs no more than it has numbers other than 0. Results are the same to
 * the bit on every machine, and whatever sequences are beside one another.
 */
public final class EventRnn implements EventNetwork {
  /** Sequences that take a step together: what their gates are computed in fits the L1 cache. */
  private static final int GROUP = 16;

  private final NetworkShape shape;
  private final RnnLayers layers;

  private EventRnn(ModelWeights weights, NetworkShape shape, int attnLength) {
    this.shape = shape;
    int count = shape.layerSizes().size();
    LinearLayer[] projections = new LinearLayer[count];
    LstmCell[] cells = new LstmCell[count];
    for (int layer = 0; layer < count; layer++) {
      if (shape.projects(layer)) {
        projections[layer] = linear(weights, shape.projection(layer));
      }
      String scope = shape.lstm(layer);
      cells[layer] =
          LstmCell.of(values(weights, scope + "kernel"), values(weights, scope + "bias"));
    }
    Attention attention =
        shape.attention() == AttentionPlace.NONE ? null : attention(weights, shape, attnLength);
    LinearLayer output =
        LinearLayer.of(
            values(weights, ModelWeights.OUTPUT_WEIGHTS),
            values(weights, ModelWeights.OUTPUT_BIASES));
    layers = new RnnLayers(projections, cells, attention, shape.residualConnections(), output);
  }

  private static Attention attention(ModelWeights weights, NetworkShape shape, int length) {
    int size = shape.attentionSize();
    return new Attention(
        length,
        shape.attendedLayers(),
        linear(weights, shape.attentionInput()),
        LinearLayer.of(values(weights, shape.attentionMatrix()), new float[size]),
        values(weights, shape.attentionVector()),
        linear(weights, shape.attentionQuery()),
        linear(weights, shape.attentionOutput()));
  }

  private static LinearLayer linear(ModelWeights weights, String scope) {
    return LinearLayer.of(values(weights, scope + "kernel"), values(weights, scope + "bias"));
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

  /**
   * Hyperparameters with the network that the weights have.
   *
   * @throws BadInputException if the weights are no network for the config
   */
  public static HyperParameters fitted(
      HyperParameters hparams, MelodyConfig config, ModelWeights weights, String source) {
    EventEncoding encoding = config.encoding();
    of(weights, encoding.inputSize(), encoding.numClasses(), hparams.attnLength(), source);
    return hparams.fittedTo(NetworkShape.of(weights));
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
  public State start(int sequences) {
    return new RnnState(
        layers,
        Stream.generate(() -> new SequenceMemory(layers))
            .limit(sequences)
            .toArray(SequenceMemory[]::new));
  }

  private static final class RnnState implements State {
    private final RnnLayers layers;
    private final SequenceMemory[] sequences;
    private final SequenceGroup group;

    RnnState(RnnLayers layers, SequenceMemory[] sequences) {
      this.layers = layers;
      this.sequences = sequences;
      group = new SequenceGroup(layers, Math.min(GROUP, sequences.length));
    }

    @Override
    public State select(int[] from) {
      return new RnnState(
          layers,
          IntStream.of(from)
              .mapToObj(sequence -> sequences[sequence].copy())
              .toArray(SequenceMemory[]::new));
    }

    @Override
    public void step(float[][] inputs, float[][] logits) {
      for (int first = 0; first < sequences.length; first += GROUP) {
        group.take(sequences, first, Math.min(GROUP, sequences.length - first));
        group.step(inputs, logits);
      }
    }
  }
}
