package io.cantus.training;

import io.cantus.transforms.BadInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of an event network, and with them the names and shapes of its variables: a stack of
 * LSTM layers, of which the first may have attention, and a linear layer on top. How far attention
 * looks back shows in no variable and is not part of the shape.
 *
 * @param inputSize numbers in the input of one step
 * @param layerSizes units of each LSTM layer, the one at the input first
 * @param numClasses classes that the network chooses from
 * @param attention what has attention
 * @param residualConnections whether each layer's input, brought to its size by a projection where
 *     that differs and always in the first layer, is added to its output
 */
public record NetworkShape(
    int inputSize,
    List<Integer> layerSizes,
    int numClasses,
    AttentionPlace attention,
    boolean residualConnections)
    implements Serializable {
  private static final String STACK = "multi_rnn_cell/";
  private static final String PROJECTION = "input_projection_wrapper/";
  private static final String ATTENTION = "attention_cell_wrapper/";
  private static final String LSTM = "basic_lstm_cell/";
  private static final Pattern LSTM_BIAS =
      Pattern.compile(".*/cell_(\\d{1,4})/(?:.*/)?basic_lstm_cell/bias");

  public NetworkShape {
    layerSizes = List.copyOf(layerSizes);
    if (inputSize < 1 || numClasses < 1 || layerSizes.isEmpty()) {
      throw new IllegalArgumentException(
          "no network: input %d, layers %s, classes %d"
              .formatted(inputSize, layerSizes, numClasses));
    }
    if (attention == AttentionPlace.WHOLE_STACK && residualConnections) {
      throw new IllegalArgumentException(
          "attention around a stack with residual connections never existed");
    }
  }

  /** A stack without attention and residual connections. */
  public static NetworkShape plain(int inputSize, List<Integer> layerSizes, int numClasses) {
    return new NetworkShape(inputSize, layerSizes, numClasses, AttentionPlace.NONE, false);
  }

  /**
   * The shape of a network with these weights: a layer has a quarter as many units as its bias has
   * numbers.
   *
   * @throws BadInputException if a variable is missing, superfluous or has another shape than its
   *     neighbours ask for
   */
  public static NetworkShape of(ModelWeights weights) {
    Set<String> names = weights.tensors().keySet();
    AttentionPlace attention = AttentionPlace.NONE;
    if (names.stream().anyMatch(name -> name.startsWith("rnn/" + ATTENTION))) {
      attention = AttentionPlace.WHOLE_STACK;
    } else if (names.stream().anyMatch(name -> name.contains("/" + ATTENTION))) {
      attention = AttentionPlace.FIRST_LAYER;
    }
    boolean residual =
        attention != AttentionPlace.WHOLE_STACK
            && names.stream().anyMatch(name -> name.contains("/" + PROJECTION));
    int[] biases = shape(weights, ModelWeights.OUTPUT_BIASES);
    if (biases.length != 1 || biases[0] < 1) {
      throw mismatch(ModelWeights.OUTPUT_BIASES, biases, "[classes]");
    }
    NetworkShape found =
        new NetworkShape(1, layerSizes(weights), biases[0], attention, residual)
            .withInputOf(weights);
    Map<String, List<Integer>> variables = found.variables();
    variables.forEach((name, expected) -> requireShape(weights, name, expected));
    for (String name : names) {
      if (!variables.containsKey(name)) {
        throw new BadInputException(
            "the weights have a variable '%s', which the network that the others form has not"
                .formatted(name));
      }
    }
    return found;
  }

  private static List<Integer> layerSizes(ModelWeights weights) {
    Map<Integer, Integer> units = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> variable : weights.tensors().entrySet()) {
      Matcher bias = LSTM_BIAS.matcher(variable.getKey());
      if (bias.matches()) {
        int[] shape = variable.getValue().shape();
        if (shape.length != 1 || shape[0] < 4 || shape[0] % 4 != 0) {
          throw mismatch(variable.getKey(), shape, "[4 * units]");
        }
        units.put(Integer.parseInt(bias.group(1)), shape[0] / 4);
      }
    }
    List<Integer> layerSizes = new ArrayList<>();
    while (units.containsKey(layerSizes.size())) {
      layerSizes.add(units.get(layerSizes.size()));
    }
    if (layerSizes.isEmpty()) {
      throw missing(ModelWeights.lstmBias(0));
    }
    return layerSizes;
  }

  /** This shape with the input size of the variable that the input meets first. */
  private NetworkShape withInputOf(ModelWeights weights) {
    Map.Entry<String, List<Integer>> first = variables().entrySet().iterator().next();
    int[] found = shape(weights, first.getKey());
    int more = first.getValue().get(0) - inputSize;
    int size = found.length == 2 ? found[0] - more : 0;
    if (size < 1) {
      throw mismatch(
          first.getKey(),
          found,
          "[input size + %d, %d]".formatted(more, found.length == 2 ? found[1] : 0));
    }
    return withEnds(size, numClasses);
  }

  /** The same layers with other inputs and classes. */
  public NetworkShape withEnds(int newInputSize, int newNumClasses) {
    return new NetworkShape(
        newInputSize, layerSizes, newNumClasses, attention, residualConnections);
  }

  /** Name and shape of every variable, from the input to the output. */
  public Map<String, List<Integer>> variables() {
    Map<String, List<Integer>> variables = new LinkedHashMap<>();
    if (attention == AttentionPlace.WHOLE_STACK) {
      putInputOfAttention(variables, inputSize);
    }
    int inputs = inputSize;
    for (int layer = 0; layer < layerSizes.size(); layer++) {
      int units = layerSizes.get(layer);
      if (projects(layer)) {
        putLinear(variables, projection(layer), inputs, units);
        inputs = units;
      }
      boolean attends = layer == 0 && attention == AttentionPlace.FIRST_LAYER;
      if (attends) {
        putInputOfAttention(variables, inputs);
      }
      putLinear(variables, lstm(layer), inputs + units, 4 * units);
      if (attends) {
        putAttention(variables);
      }
      inputs = units;
    }
    if (attention == AttentionPlace.WHOLE_STACK) {
      putAttention(variables);
    }
    variables.put(ModelWeights.OUTPUT_WEIGHTS, List.of(inputs, numClasses));
    variables.put(ModelWeights.OUTPUT_BIASES, List.of(numClasses));
    return variables;
  }

  private static void putLinear(
      Map<String, List<Integer>> variables, String scope, int inputs, int outputs) {
    variables.put(scope + "kernel", List.of(inputs, outputs));
    variables.put(scope + "bias", List.of(outputs));
  }

  private void putInputOfAttention(Map<String, List<Integer>> variables, int inputs) {
    putLinear(variables, attentionInput(), inputs + attentionSize(), inputs);
  }

  private void putAttention(Map<String, List<Integer>> variables) {
    int size = attentionSize();
    int queried = layerSizes.stream().limit(attendedLayers()).mapToInt(Integer::intValue).sum();
    variables.put(attentionMatrix(), List.of(1, 1, size, size));
    variables.put(attentionVector(), List.of(size));
    putLinear(variables, attentionQuery(), 2 * queried, size);
    putLinear(variables, attentionOutput(), 2 * size, size);
  }

  /** Layers whose state attention asks with, from the input. */
  public int attendedLayers() {
    return switch (attention) {
      case NONE -> 0;
      case FIRST_LAYER -> 1;
      case WHOLE_STACK -> layerSizes.size();
    };
  }

  /** Numbers in what attention gives out: the units of the last layer that has it. */
  public int attentionSize() {
    return layerSizes.get(attendedLayers() - 1);
  }

  /** Whether the layer's input is brought to its size before it is added to its output. */
  public boolean projects(int layer) {
    return residualConnections
        && (layer == 0 || !layerSizes.get(layer).equals(layerSizes.get(layer - 1)));
  }

  private String cell(int layer) {
    String cell = STACK + "cell_" + layer + "/";
    return attention == AttentionPlace.WHOLE_STACK ? "rnn/" + ATTENTION + cell : "rnn/" + cell;
  }

  /** Before the names of the kernel and the bias that bring a layer's input to its size. */
  public String projection(int layer) {
    return cell(layer) + PROJECTION;
  }

  private String wrapped(int layer) {
    return projects(layer) ? projection(layer) : cell(layer);
  }

  /** Before the names of an LSTM layer's kernel and bias. */
  public String lstm(int layer) {
    boolean attends = layer == 0 && attention == AttentionPlace.FIRST_LAYER;
    return wrapped(layer) + (attends ? ATTENTION : "") + LSTM;
  }

  /** Before the names of the kernel and the bias that mix the input with the last attention. */
  public String attentionInput() {
    return attention == AttentionPlace.WHOLE_STACK ? "rnn/" + ATTENTION : wrapped(0) + ATTENTION;
  }

  /** The matrix that remembered outputs are multiplied with, [1, 1, size, size]. */
  public String attentionMatrix() {
    return attentionInput() + "attention/attn_w";
  }

  /** The vector that scores them, [size]. */
  public String attentionVector() {
    return attentionInput() + "attention/attn_v";
  }

  /** Before the names of the kernel and the bias that make a query of the LSTM's state. */
  public String attentionQuery() {
    return attentionInput() + "attention/";
  }

  /** Before the names of the kernel and the bias that mix the output with the attention. */
  public String attentionOutput() {
    return attentionInput() + "attn_output_projection/";
  }

  private static int[] shape(ModelWeights weights, String name) {
    return weights.tensor(name).orElseThrow(() -> missing(name)).shape();
  }

  private static void requireShape(ModelWeights weights, String name, List<Integer> expected) {
    int[] shape = shape(weights, name);
    if (!Arrays.equals(shape, expected.stream().mapToInt(Integer::intValue).toArray())) {
      throw mismatch(name, shape, expected.toString());
    }
  }

  private static BadInputException missing(String name) {
    return new BadInputException("the weights have no variable '%s'".formatted(name));
  }

  private static BadInputException mismatch(String name, int[] shape, String expected) {
    return new BadInputException(
        "variable '%s' has shape %s, expected %s"
            .formatted(name, Arrays.toString(shape), expected));
  }
}
