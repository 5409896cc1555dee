package io.cantus.jobs.train;

import io.cantus.jobs.train.TrainRequest.Evaluation;
import io.cantus.jobs.train.TrainRequest.From;
import io.cantus.jobs.train.TrainRequest.Length;
import io.cantus.jobs.train.TrainRequest.Saving;
import io.cantus.jobs.train.TrainRequest.WarmStart;
import io.cantus.jobs.train.TrainRequest.Workers;
import io.cantus.transforms.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of training that do not depend on whether there is one run or many. */
public final class TrainingOptions {
  @Option(
      names = "--sequence_example_file",
      paramLabel = "FILES",
      description = "TFRecords of SequenceExamples: a file, a glob, a folder or NAME@8. Required.")
  private String sequenceExampleFile;

  @Option(
      names = "--eval_sequence_example_file",
      paramLabel = "FILES",
      description =
          "Examples to evaluate on while training. Default: the evaluation side of the same data"
              + " set, if it has one.")
  private String evalSequenceExampleFile;

  @Option(
      names = "--eval_frequency",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Steps from one evaluation to the next while training; there is one at the end too, and"
              + " the bundle holds the weights with the lowest loss. 0 for none.")
  private long evalFrequency;

  @Option(
      names = "--num_eval_examples",
      paramLabel = "N",
      defaultValue = "0",
      description = "Examples to evaluate, from the first; 0 for all.")
  private int numEvalExamples;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "End after so many evaluations without a lower loss; 0 goes on whatever they find.")
  private int patience;

  @Option(
      names = "--summary_frequency",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps from one message and TensorBoard summary to the next.")
  private int summaryFrequency;

  @Option(
      names = "--num_checkpoints",
      paramLabel = "N",
      defaultValue = "10",
      description = "Latest checkpoints to keep; 0 keeps all.")
  private int numCheckpoints;

  @Option(
      names = "--save_checkpoints_secs",
      paramLabel = "N",
      defaultValue = "60",
      description = "Time from one checkpoint to the next.")
  private int saveCheckpointsSecs;

  @Option(
      names = "--save_checkpoints_steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "A checkpoint after so many steps too; 0 goes by time alone.")
  private long saveCheckpointsSteps;

  @Option(
      names = "--num_workers",
      paramLabel = "N",
      description =
          "Copies of the network that train side by side. The result depends on it."
              + " Default: as many as the run had before, else as Spark has cores.")
  private Integer numWorkers;

  @Option(
      names = "--averaging_frequency",
      paramLabel = "N",
      description =
          "Minibatches that each copy trains before the copies are averaged."
              + " Default: as the run had before, else 10.")
  private Integer averagingFrequency;

  @Option(
      names = "--max_setbacks",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Times that a run may diverge: it then goes back to its last checkpoint and halves the"
              + " learning rate.")
  private int maxSetbacks;

  @Option(
      names = "--warm_start",
      paramLabel = "BUNDLE",
      description = "Begin with the weights of this bundle, for fine-tuning.")
  private String warmStart;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of first weights, order of examples and dropout.")
  private long seed;

  /** Refuses numbers that make no sense, each by its option's name. */
  public void check() {
    atLeast(0, "eval_frequency", evalFrequency);
    atLeast(0, "num_eval_examples", numEvalExamples);
    atLeast(0, "patience", patience);
    atLeast(1, "summary_frequency", summaryFrequency);
    atLeast(0, "num_checkpoints", numCheckpoints);
    atLeast(0, "save_checkpoints_secs", saveCheckpointsSecs);
    atLeast(0, "save_checkpoints_steps", saveCheckpointsSteps);
    atLeast(1, "num_workers", numWorkers == null ? 1 : numWorkers);
    atLeast(1, "averaging_frequency", averagingFrequency == null ? 1 : averagingFrequency);
    atLeast(0, "max_setbacks", maxSetbacks);
  }

  public static void atLeast(long least, String option, long value) {
    if (value < least) {
      throw new UsageException(
          "--%s is %d and must be at least %d".formatted(option, value, least));
    }
  }

  /** The value of {@code --sequence_example_file}; null if not given. */
  public String examples() {
    return sequenceExampleFile;
  }

  public int numEvalExamples() {
    return numEvalExamples;
  }

  /**
   * The bundle to begin with, if any.
   *
   * @param hparams texts as of {@code --hparams}, later ones over earlier ones
   */
  public Optional<WarmStart> warmStart(List<String> hparams) {
    return Optional.ofNullable(warmStart).map(bundle -> new WarmStart(bundle, hparams));
  }

  public long seed() {
    return seed;
  }

  public Length length(long steps, From from) {
    return new Length(steps, from, maxSetbacks);
  }

  /**
   * How to spread the run.
   *
   * @param otherwise how many workers if the user does not say
   */
  public Workers workers(OptionalInt otherwise) {
    return new Workers(
        numWorkers == null ? otherwise : OptionalInt.of(numWorkers),
        averagingFrequency == null ? OptionalInt.empty() : OptionalInt.of(averagingFrequency));
  }

  public Evaluation evaluation() {
    return new Evaluation(
        Optional.ofNullable(evalSequenceExampleFile), evalFrequency, numEvalExamples, patience);
  }

  public Saving saving() {
    return new Saving(
        summaryFrequency,
        numCheckpoints,
        Duration.ofSeconds(saveCheckpointsSecs),
        saveCheckpointsSteps);
  }
}
