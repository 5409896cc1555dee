package io.cantus.training.checkpoint;

import io.cantus.training.HyperParameters;
import io.cantus.training.TrainingPosition;
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
 * @param dataSet identity of the data set, empty if it has none
 * @param averaging how the run is spread over workers
 * @param position how far it has come
 * @param best what its evaluations have found
 * @param setbacks how often it has diverged since it was begun; each has halved the learning rate
 */
public record TrainingState(
    String config,
    int stepsPerQuarter,
    HyperParameters hyperParameters,
    long seed,
    String dataSet,
    Averaging averaging,
    TrainingPosition position,
    BestEvaluation best,
    int setbacks) {
  private static final String FORMAT = "1";

  /** What the first checkpoints, which do not say it, were trained on. */
  private static final String FIRST_STEPS_PER_QUARTER = "4";

  /**
   * How a run is spread over workers, on which its result depends.
   *
   * @param workers copies of the network; 0 if an early checkpoint does not say
   * @param batches minibatches that each copy trains in a round; 0 if not said
   */
  public record Averaging(int workers, int batches) {
    /** What early checkpoints say. */
    public static final Averaging UNKNOWN = new Averaging(0, 0);
  }

  public TrainingState {
    if ((config + dataSet).lines().count() > 1) {
      throw new IllegalArgumentException("names of more than one line");
    }
  }

  /** A run that has not trained anything. */
  public static TrainingState begin(
      String config,
      int stepsPerQuarter,
      HyperParameters hyperParameters,
      long seed,
      String dataSet,
      Averaging averaging) {
    return new TrainingState(
        config,
        stepsPerQuarter,
        hyperParameters,
        seed,
        dataSet,
        averaging,
        TrainingPosition.START,
        BestEvaluation.NONE,
        0);
  }

  /** The same run at another position. */
  public TrainingState at(TrainingPosition other) {
    return new TrainingState(
        config, stepsPerQuarter, hyperParameters, seed, dataSet, averaging, other, best, setbacks);
  }

  /** The same run after another evaluation. */
  public TrainingState with(BestEvaluation evaluated) {
    return new TrainingState(
        config,
        stepsPerQuarter,
        hyperParameters,
        seed,
        dataSet,
        averaging,
        position,
        evaluated,
        setbacks);
  }

  /** The same run going on with other workers or on another data set. */
  public TrainingState with(Averaging otherAveraging, String otherDataSet) {
    return new TrainingState(
        config,
        stepsPerQuarter,
        hyperParameters,
        seed,
        otherDataSet,
        otherAveraging,
        position,
        best,
        setbacks);
  }

  /** The same run after it has diverged so often. */
  public TrainingState withSetbacks(int times) {
    return new TrainingState(
        config, stepsPerQuarter, hyperParameters, seed, dataSet, averaging, position, best, times);
  }

  /** The step size in force: the run's own, halved at each setback. */
  public double learningRate() {
    return hyperParameters.learningRate() / (1L << setbacks);
  }

  /** Minibatches trained, by all workers. */
  public long step() {
    return position.step();
  }

  /** Examples trained, by all workers. */
  public long examples() {
    return position.examples();
  }

  /** One line for each value, name before {@code =}. */
  String text() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("format", FORMAT);
    values.put("config", config);
    values.put("steps_per_quarter", stepsPerQuarter);
    values.put("hparams", hyperParameters.text());
    values.put("seed", seed);
    values.put("step", position.step());
    values.put("examples", position.examples());
    values.put("epoch", position.epoch());
    values.put("batch", position.batch());
    values.put("data_set", dataSet);
    values.put("num_workers", averaging.workers());
    values.put("averaging_frequency", averaging.batches());
    values.put("best_loss", best.loss());
    values.put("best_step", best.step());
    values.put("evaluations_since_best", best.since());
    values.put("evaluated_step", best.latest());
    values.put("setbacks", setbacks);
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Reads what {@link #text} wrote. The first checkpoints say less; their runs were never evaluated
   * and count all batches as one epoch's.
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
    String step = value(values, "step");
    try {
      return new TrainingState(
          value(values, "config"),
          Integer.parseInt(values.getOrDefault("steps_per_quarter", FIRST_STEPS_PER_QUARTER)),
          HyperParameters.base().with(value(values, "hparams")),
          Long.parseLong(value(values, "seed")),
          value(values, "data_set"),
          new Averaging(
              Integer.parseInt(values.getOrDefault("num_workers", "0")),
              Integer.parseInt(values.getOrDefault("averaging_frequency", "0"))),
          new TrainingPosition(
              Long.parseLong(step),
              Long.parseLong(value(values, "examples")),
              Long.parseLong(values.getOrDefault("epoch", "0")),
              Long.parseLong(values.getOrDefault("batch", step))),
          new BestEvaluation(
              Double.parseDouble(values.getOrDefault("best_loss", "Infinity")),
              Long.parseLong(values.getOrDefault("best_step", "0")),
              Integer.parseInt(values.getOrDefault("evaluations_since_best", "0")),
              Long.parseLong(values.getOrDefault("evaluated_step", "-1"))),
          Integer.parseInt(values.getOrDefault("setbacks", "0")));
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
