package io.cantus.training;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.text.Nearest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What shapes a network and its training, with Magenta's names, defaults and {@code --hparams}
 * syntax.
 *
 * @param batchSize sequences in a minibatch
 * @param rnnLayerSizes units of each LSTM layer, the one at the input first
 * @param dropoutKeepProb probability with which an output of a layer survives dropout, in (0, 1]
 * @param attnLength steps that the attention of the first layer looks back; 0 for no attention
 * @param clipNorm largest L2 norm of one variable's gradient; 0 or less for no clipping
 * @param learningRate Adam's step size, constant
 * @param residualConnections whether a layer's input is added to its output
 * @param useCudnn accepted as the reference accepts it; without effect
 */
public record HyperParameters(
    int batchSize,
    List<Integer> rnnLayerSizes,
    double dropoutKeepProb,
    int attnLength,
    int clipNorm,
    double learningRate,
    boolean residualConnections,
    boolean useCudnn)
    implements Serializable {
  private static final String BATCH_SIZE = "batch_size";
  private static final String RNN_LAYER_SIZES = "rnn_layer_sizes";
  private static final String DROPOUT_KEEP_PROB = "dropout_keep_prob";
  private static final String ATTN_LENGTH = "attn_length";
  private static final String CLIP_NORM = "clip_norm";
  private static final String LEARNING_RATE = "learning_rate";
  private static final String RESIDUAL_CONNECTIONS = "residual_connections";
  private static final String USE_CUDNN = "use_cudnn";
  private static final List<String> NAMES =
      List.of(
          BATCH_SIZE,
          RNN_LAYER_SIZES,
          DROPOUT_KEEP_PROB,
          ATTN_LENGTH,
          CLIP_NORM,
          LEARNING_RATE,
          RESIDUAL_CONNECTIONS,
          USE_CUDNN);

  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?<name>[a-zA-Z][\\w.]*)(?<index>\\[\\s*\\d+\\s*])?\\s*=\\s*"
              + "(\\[(?<list>[^\\]]*)]\\s*|(?<scalar>[^,\\[]*))(,\\s*|$)");
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /**
   * @throws UsageException if a value makes no sense
   */
  public HyperParameters {
    rnnLayerSizes = List.copyOf(rnnLayerSizes);
    require(batchSize >= 1, BATCH_SIZE, batchSize, "at least 1");
    require(!rnnLayerSizes.isEmpty(), RNN_LAYER_SIZES, rnnLayerSizes, "at least one layer");
    for (int units : rnnLayerSizes) {
      require(units >= 1, RNN_LAYER_SIZES, rnnLayerSizes, "layers of at least 1 unit");
    }
    require(
        dropoutKeepProb > 0 && dropoutKeepProb <= 1,
        DROPOUT_KEEP_PROB,
        dropoutKeepProb,
        "above 0 and at most 1");
    require(attnLength >= 0, ATTN_LENGTH, attnLength, "0 or more");
    // Of one that is no normal 32-bit number DL4J's Adam makes 1e-8, without a word.
    require(
        learningRate >= Float.MIN_NORMAL && learningRate <= Float.MAX_VALUE,
        LEARNING_RATE,
        learningRate,
        "above 0 and a normal number of 32 bits, %s to %s"
            .formatted(Float.MIN_NORMAL, Float.MAX_VALUE));
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new UsageException("hparam %s=%s: must be %s".formatted(name, value, expected));
    }
  }

  /** What holds for a custom encoding, and for whatever a config does not set. */
  public static HyperParameters base() {
    return new HyperParameters(64, List.of(128, 128), 1.0, 0, 3, 0.001, false, false);
  }

  /** The defaults of a melody config; {@link #base()} for a bare encoding. */
  public static HyperParameters of(MelodyConfig config) {
    return switch (config.name()) {
      case "basic_rnn", "mono_rnn", "lookback_rnn" ->
          new HyperParameters(128, List.of(128, 128), 0.5, 0, 5, 0.001, false, false);
      case "attention_rnn" ->
          new HyperParameters(128, List.of(128, 128), 0.5, 40, 3, 0.001, false, false);
      default -> base();
    };
  }

  /**
   * These hyperparameters with the ones that {@code hparams} names replaced, for instance {@code
   * batch_size=64,rnn_layer_sizes=[64,64]}.
   *
   * @throws UsageException if the text is malformed, names an unknown hyperparameter or the same
   *     one twice, or gives a value of the wrong type
   */
  public HyperParameters with(String hparams) {
    Edit edit = new Edit(this);
    Set<String> seen = new HashSet<>();
    Matcher assignment = ASSIGNMENT.matcher(hparams);
    int at = hparams.length() - hparams.stripLeading().length();
    while (at < hparams.length()) {
      if (!assignment.region(at, hparams.length()).lookingAt()) {
        throw new UsageException(
            "malformed hparams at '%s': expected name=value or name=[v1,v2], joined by commas"
                .formatted(hparams.substring(at)));
      }
      String name = assignment.group("name");
      if (!NAMES.contains(name)) {
        throw new UsageException(
            "unknown hparam '%s'%s; known are %s"
                .formatted(
                    name,
                    Nearest.nearest(name, NAMES).map(n -> " (did you mean " + n + "?)").orElse(""),
                    String.join(", ", NAMES)));
      }
      if (!seen.add(name)) {
        throw new UsageException("hparam %s is given twice".formatted(name));
      }
      if (assignment.group("index") != null) {
        throw new UsageException(
            "hparam %s%s: single elements cannot be set; give the whole list"
                .formatted(name, assignment.group("index")));
      }
      if (assignment.group("list") != null) {
        edit.setList(name, assignment.group("list"));
      } else {
        edit.set(name, assignment.group("scalar").strip());
      }
      at = assignment.end();
    }
    return edit.build();
  }

  /**
   * These hyperparameters with each of some texts as {@link #with(String)} applies it, in order.
   */
  public HyperParameters with(List<String> hparams) {
    HyperParameters result = this;
    for (String text : hparams) {
      result = result.with(text);
    }
    return result;
  }

  /**
   * These hyperparameters with all that the shape of a network tells; it does not tell how far
   * attention looks back.
   */
  public HyperParameters fittedTo(NetworkShape shape) {
    Edit edit = new Edit(this);
    edit.rnnLayerSizes = shape.layerSizes();
    edit.residualConnections = shape.residualConnections();
    edit.attnLength = shape.attention() == AttentionPlace.NONE ? 0 : attnLength;
    return edit.build();
  }

  /** The shape of the network that these hyperparameters ask for. */
  public NetworkShape networkShape(int inputSize, int numClasses) {
    return new NetworkShape(
        inputSize,
        rnnLayerSizes,
        numClasses,
        attnLength > 0 ? AttentionPlace.FIRST_LAYER : AttentionPlace.NONE,
        residualConnections);
  }

  /** These hyperparameters with all that shapes the network taken from {@code other}. */
  public HyperParameters withNetworkOf(HyperParameters other) {
    Edit edit = new Edit(this);
    edit.rnnLayerSizes = other.rnnLayerSizes;
    edit.attnLength = other.attnLength;
    edit.residualConnections = other.residualConnections;
    return edit.build();
  }

  /**
   * How a network of {@code other} would differ from a network of these: the first hyperparameter
   * that shapes a network and is not the same, with both values. Empty if weights fit both.
   */
  public Optional<String> networkDifference(HyperParameters other) {
    return Stream.of(
            difference(RNN_LAYER_SIZES, rnnLayerSizes, other.rnnLayerSizes),
            difference(ATTN_LENGTH, attnLength, other.attnLength),
            difference(RESIDUAL_CONNECTIONS, residualConnections, other.residualConnections))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> difference(String name, Object mine, Object others) {
    return mine.equals(others)
        ? Optional.empty()
        : Optional.of("%s is %s, not %s".formatted(name, mine, others));
  }

  /** All hyperparameters in the syntax that {@link #with(String)} reads. */
  public String text() {
    return "%s=%d,%s=[%s],%s=%s,%s=%d,%s=%d,%s=%s,%s=%s,%s=%s"
        .formatted(
            BATCH_SIZE,
            batchSize,
            RNN_LAYER_SIZES,
            rnnLayerSizes.stream().map(String::valueOf).collect(Collectors.joining(",")),
            DROPOUT_KEEP_PROB,
            dropoutKeepProb,
            ATTN_LENGTH,
            attnLength,
            CLIP_NORM,
            clipNorm,
            LEARNING_RATE,
            learningRate,
            RESIDUAL_CONNECTIONS,
            residualConnections,
            USE_CUDNN,
            useCudnn);
  }

  @Override
  public String toString() {
    return text();
  }

  /** A copy under change, so that only the whole result has to make sense. */
  private static final class Edit {
    private int batchSize;
    private List<Integer> rnnLayerSizes;
    private double dropoutKeepProb;
    private int attnLength;
    private int clipNorm;
    private double learningRate;
    private boolean residualConnections;
    private boolean useCudnn;

    Edit(HyperParameters from) {
      batchSize = from.batchSize;
      rnnLayerSizes = from.rnnLayerSizes;
      dropoutKeepProb = from.dropoutKeepProb;
      attnLength = from.attnLength;
      clipNorm = from.clipNorm;
      learningRate = from.learningRate;
      residualConnections = from.residualConnections;
      useCudnn = from.useCudnn;
    }

    void set(String name, String value) {
      switch (name) {
        case BATCH_SIZE -> batchSize = integer(name, value);
        case DROPOUT_KEEP_PROB -> dropoutKeepProb = number(name, value);
        case ATTN_LENGTH -> attnLength = integer(name, value);
        case CLIP_NORM -> clipNorm = integer(name, value);
        case LEARNING_RATE -> learningRate = number(name, value);
        case RESIDUAL_CONNECTIONS -> residualConnections = flag(name, value);
        case USE_CUDNN -> useCudnn = flag(name, value);
        default -> throw wrongType(name, value, "a list such as [64,64]");
      }
    }

    void setList(String name, String values) {
      if (!name.equals(RNN_LAYER_SIZES)) {
        throw wrongType(name, "[" + values + "]", "a single value");
      }
      List<Integer> sizes = new ArrayList<>();
      for (String value : values.strip().split("[\\s,]+", -1)) {
        if (value.isEmpty()) {
          throw wrongType(name, "[" + values + "]", "a list such as [64,64]");
        }
        sizes.add(integer(name, value));
      }
      rnnLayerSizes = sizes;
    }

    HyperParameters build() {
      return new HyperParameters(
          batchSize,
          rnnLayerSizes,
          dropoutKeepProb,
          attnLength,
          clipNorm,
          learningRate,
          residualConnections,
          useCudnn);
    }

    private static int integer(String name, String value) {
      if (INTEGER.matcher(value).matches()) {
        try {
          return Integer.parseInt(value);
        } catch (NumberFormatException e) {
          throw wrongType(name, value, "an integer of at most 32 bits");
        }
      }
      throw wrongType(name, value, "an integer");
    }

    private static double number(String name, String value) {
      if (NUMBER.matcher(value).matches()) {
        return Double.parseDouble(value);
      }
      throw wrongType(name, value, "a number");
    }

    private static boolean flag(String name, String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> {
          if (INTEGER.matcher(value).matches()) {
            yield integer(name, value) != 0;
          }
          throw wrongType(name, value, "true or false");
        }
      };
    }

    private static UsageException wrongType(String name, String value, String expected) {
      return new UsageException("hparam %s=%s: must be %s".formatted(name, value, expected));
    }
  }
}
