package io.cantus.generation.checkpoint;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that TensorFlow's versions gave to the same variable; the scopes of a name say which
 * cell is wrapped in which. Layouts, gate order and forget bias never changed. Of 0.x only the
 * LSTM's names were seen in files; the others follow from the names of its classes.
 */
final class VariableNames {
  private static final Set<String> OPTIMIZER_SCALARS = Set.of("beta1_power", "beta2_power");

  /** What a part of a name is called in TensorFlow 1.2 and newer; nothing if it is left out. */
  private static final Map<String, String> CURRENT =
      Map.ofEntries(
          // TensorFlow 0.x names scopes after classes.
          Map.entry("RNN", "rnn"),
          Map.entry("MultiRNNCell", "multi_rnn_cell"),
          Map.entry("BasicLSTMCell", "basic_lstm_cell"),
          Map.entry("InputProjectionWrapper", "input_projection_wrapper"),
          Map.entry("AttentionCellWrapper", "attention_cell_wrapper"),
          Map.entry("Attention", "attention"),
          Map.entry("AttnW", "attn_w"),
          Map.entry("AttnV", "attn_v"),
          Map.entry("AttnOutputProjection", "attn_output_projection"),
          Map.entry("Linear", ""),
          Map.entry("Matrix", "kernel"),
          Map.entry("Bias", "bias"),
          // 1.0 and 1.1.
          Map.entry("weights", "kernel"),
          Map.entry("biases", "bias"),
          // Some that were converted.
          Map.entry("attention_output_projection", "attn_output_projection"));

  private static final Pattern OLD_CELL = Pattern.compile("Cell(\\d+)");

  private VariableNames() {}

  static boolean isOptimizers(String name) {
    return name.endsWith("/Adam") || name.endsWith("/Adam_1") || OPTIMIZER_SCALARS.contains(name);
  }

  /** The variable's name in TensorFlow 1.2 and newer. */
  static String current(String name) {
    String[] parts = name.split("/", -1);
    // The output layer's weights and biases kept their names.
    if (!parts[0].equals("RNN") && !parts[0].equals("rnn")) {
      return name;
    }
    return Stream.of(parts)
        .map(VariableNames::currentPart)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static String currentPart(String part) {
    Matcher cell = OLD_CELL.matcher(part);
    return cell.matches() ? "cell_" + cell.group(1) : CURRENT.getOrDefault(part, part);
  }
}
