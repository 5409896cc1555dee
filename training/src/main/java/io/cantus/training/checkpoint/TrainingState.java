package io.cantus.training.checkpoint;

import io.cantus.training.HyperParameters;
import io.cantus.transforms.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a run has come, and with what.
 *
 * @param config name of the model's config
 * @param stepsPerQuarter steps to a quarter note of the data set
 * @param hyperParameters of the run
 * @param seed of the run
 * @param step minibatches trained, by all workers
 * @param examples examples trained, by all workers
 * @param dataSet identity of the data set, empty if it has none
 */
public record TrainingState(
    String config,
    int stepsPerQuarter,
    HyperParameters hyperParameters,
    long seed,
    long step,
    long examples,
    String dataSet) {
  private static final String FORMAT = "1";
  private static final String STEPS_PER_QUARTER = "steps_per_quarter";

  /** What the first checkpoints, which do not say it, were trained on. */
  private static final String FIRST_STEPS_PER_QUARTER = "4";

  public TrainingState {
    if ((config + dataSet).lines().count() > 1) {
      throw new IllegalArgumentException("names of more than one line");
    }
  }

  /** One line for each value, name before {@code =}. */
  String text() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("format", FORMAT);
    values.put("config", config);
    values.put(STEPS_PER_QUARTER, stepsPerQuarter);
    values.put("hparams", hyperParameters.text());
    values.put("seed", seed);
    values.put("step", step);
    values.put("examples", examples);
    values.put("data_set", dataSet);
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is something else; the message says what
   */
  static TrainingState parse(String text) {
    Map<String, String> values =
        text.lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1)));
    String format = value(values, "format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "its format is '%s', this version reads '%s'".formatted(format, FORMAT));
    }
    try {
      return new TrainingState(
          value(values, "config"),
          Integer.parseInt(values.getOrDefault(STEPS_PER_QUARTER, FIRST_STEPS_PER_QUARTER)),
          HyperParameters.base().with(value(values, "hparams")),
          Long.parseLong(value(values, "seed")),
          Long.parseLong(value(values, "step")),
          Long.parseLong(value(values, "examples")),
          value(values, "data_set"));
    } catch (UsageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }
}
