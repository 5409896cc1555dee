package io.cantus.generation.checkpoint;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that TensorFlow's versions gave to the same variable. Layouts, gate order and forget
 * bias never changed. The names of 0.x are known for the LSTM only.
 */
final class VariableNames {
  private static final Set<String> OPTIMIZER_SCALARS = Set.of("beta1_power", "beta2_power");

  private static final Pattern BEFORE_1_0 =
      Pattern.compile("RNN/MultiRNNCell/Cell(\\d+)/BasicLSTMCell/Linear/(Matrix|Bias)");

  private static final Pattern BEFORE_1_2 = Pattern.compile("(rnn/.*)/(weights|biases)");

  private VariableNames() {}

  static boolean isOptimizers(String name) {
    return name.endsWith("/Adam") || name.endsWith("/Adam_1") || OPTIMIZER_SCALARS.contains(name);
  }

  /** The variable's name in TensorFlow 1.2 and newer. */
  static String current(String name) {
    Matcher oldest = BEFORE_1_0.matcher(name);
    if (oldest.matches()) {
      return "rnn/multi_rnn_cell/cell_%s/basic_lstm_cell/%s"
          .formatted(oldest.group(1), oldest.group(2).equals("Matrix") ? "kernel" : "bias");
    }
    Matcher old = BEFORE_1_2.matcher(name);
    if (old.matches()) {
      return old.group(1) + (old.group(2).equals("weights") ? "/kernel" : "/bias");
    }
    return name;
  }
}
