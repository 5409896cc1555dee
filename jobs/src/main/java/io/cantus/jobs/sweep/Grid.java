package io.cantus.jobs.sweep;

import io.cantus.transforms.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * All combinations of some choices, each a text as {@code --hparams} takes it. The last axis varies
 * fastest.
 *
 * @param combinations in the order of their numbers
 */
record Grid(List<String> combinations) {
  private static final int MOST = 10_000;

  Grid {
    combinations = List.copyOf(combinations);
  }

  /**
   * The grid of these axes. An axis is a list of alternatives with {@code |} between them; one that
   * is a bare value is another of the first one's hyperparameter: {@code
   * learning_rate=0.001|0.003}.
   *
   * @throws UsageException if an axis has no name or an empty alternative, or there are more
   *     combinations than anybody can train
   */
  static Grid of(List<String> axes) {
    List<String> combinations = List.of("");
    for (String axis : axes) {
      List<String> alternatives = alternatives(axis);
      if ((long) combinations.size() * alternatives.size() > MOST) {
        throw new UsageException("--grid asks for more than %d runs".formatted(MOST));
      }
      List<String> longer = new ArrayList<>();
      for (String combination : combinations) {
        for (String alternative : alternatives) {
          longer.add(combination.isEmpty() ? alternative : combination + "," + alternative);
        }
      }
      combinations = longer;
    }
    return new Grid(combinations);
  }

  private static List<String> alternatives(String axis) {
    String[] parts = axis.split("\\|", -1);
    int end = parts[0].indexOf('=');
    if (end < 1) {
      throw new UsageException(
          "--grid=%s names no hyperparameter; give one such as learning_rate=0.001|0.003"
              .formatted(axis));
    }
    List<String> alternatives = new ArrayList<>();
    for (String part : parts) {
      String alternative = part.strip();
      if (alternative.isEmpty()) {
        throw new UsageException("--grid=%s has an empty alternative".formatted(axis));
      }
      alternatives.add(
          alternative.contains("=")
              ? alternative
              : parts[0].substring(0, end).strip() + "=" + alternative);
    }
    return alternatives;
  }
}
