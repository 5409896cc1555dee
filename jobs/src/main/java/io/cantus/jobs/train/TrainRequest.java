package io.cantus.jobs.train;

import io.cantus.training.HyperParameters;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to train, on what and for how long.
 *
 * @param runDir folder of the run; if it holds one, that goes on
 * @param examples TFRecords of SequenceExamples: a file, glob, folder or {@code name@N}
 * @param seed of first weights, order of examples and dropout
 * @param warmStart what a new run begins with; empty for random weights
 */
public record TrainRequest(
    MelodyConfig config,
    HyperParameters hparams,
    String runDir,
    String examples,
    long seed,
    Optional<WarmStart> warmStart,
    Length length,
    Workers workers,
    Evaluation evaluation,
    Saving saving) {

  /**
   * Weights to begin with.
   *
   * @param bundle that holds them
   * @param hparams texts as of {@code --hparams}, later ones over earlier ones: what they do not
   *     name and shapes the network is the bundle's
   */
  public record WarmStart(String bundle, List<String> hparams) {}

  /** What the number of steps counts from. */
  public enum From {
    /** From where the run stands, as Magenta counts. */
    HERE,
    /** From where the run was begun, so that the same request can be made again until it is met. */
    BEGIN
  }

  /**
   * When to end.
   *
   * @param steps minibatches by all workers; 0 for no end
   * @param setbacks how often the run may diverge before it is given up
   */
  public record Length(long steps, From from, int setbacks) {}

  /**
   * How to spread the run; the result depends on it.
   *
   * @param count copies of the network; empty for as many as the run had before or Spark has cores
   * @param averagingFrequency minibatches of each copy in an averaging round; empty for as many as
   *     the run had before or ten
   */
  public record Workers(OptionalInt count, OptionalInt averagingFrequency) {
    public static final Workers DEFAULT = new Workers(OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Evaluation while the run trains.
   *
   * @param examples what to evaluate on; empty for the evaluation side of the training data set
   * @param frequency steps from one evaluation to the next; 0 for no evaluation at all
   * @param numExamples how many to evaluate, from the first; 0 for all
   * @param patience evaluations without a lower loss after which the run ends; 0 for any number
   */
  public record Evaluation(
      Optional<String> examples, long frequency, int numExamples, int patience) {
    public static final Evaluation NONE = new Evaluation(Optional.empty(), 0, 0, 0);
  }

  /**
   * What to write down.
   *
   * @param summaryFrequency steps from one message and summary to the next
   * @param keptCheckpoints latest checkpoints to keep; 0 for all
   * @param time from one checkpoint to the next
   * @param steps from one checkpoint to the next, if that comes earlier; 0 to go by time alone
   */
  public record Saving(int summaryFrequency, int keptCheckpoints, Duration time, long steps) {
    /** Every minute, as Magenta does. */
    public static final Duration TIME = Duration.ofSeconds(60);
  }

  TrainRequest with(MelodyConfig otherConfig) {
    return with(otherConfig, hparams);
  }

  TrainRequest with(HyperParameters otherHparams) {
    return with(config, otherHparams);
  }

  private TrainRequest with(MelodyConfig otherConfig, HyperParameters otherHparams) {
    return new TrainRequest(
        otherConfig,
        otherHparams,
        runDir,
        examples,
        seed,
        warmStart,
        length,
        workers,
        evaluation,
        saving);
  }
}
