package io.cantus.jobs.train;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.ModelOptions;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus train}: Magenta's melody_rnn_train. */
@Command(
    name = "melody_rnn_train",
    aliases = "train",
    description = {
      "Train a melody model, or go on training the one in --run_dir, by parameter averaging on"
          + " Spark. Ends with a bundle, RUN_DIR/CONFIG.mag."
    },
    footer = {
      "",
      "Example:",
      "  cantus train --config=lookback_rnn --run_dir=run1 \\",
      "    --sequence_example_file=sequence_examples/training_melodies.tfrecord \\",
      "    --hparams=\"batch_size=64,rnn_layer_sizes=[64,64]\" --num_training_steps=20000"
    })
public final class TrainCommand extends JobCommand {
  @Option(
      names = "--run_dir",
      paramLabel = "DIR",
      defaultValue = "/tmp/melody_rnn/logdir/run1",
      description =
          "Folder of the run: checkpoints and TensorBoard events in train/ and eval/, and the"
              + " bundle.")
  private String runDir;

  @Option(
      names = "--sequence_example_file",
      paramLabel = "FILES",
      description = "TFRecords of SequenceExamples: a file, a glob, a folder or NAME@8. Required.")
  private String sequenceExampleFile;

  @Option(
      names = "--num_training_steps",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Minibatches to train from here on, by all workers together; 0 goes on for ever.")
  private long numTrainingSteps;

  @Option(
      names = "--num_eval_examples",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --eval: examples to evaluate, from the first; 0 for all.")
  private int numEvalExamples;

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
      names = "--eval",
      description =
          "Evaluate the checkpoints of a run, each new one as it comes, instead of training.")
  private boolean eval;

  @Option(
      names = "--eval_timeout_secs",
      paramLabel = "N",
      defaultValue = "300",
      description = "With --eval: end when no new checkpoint has come for so long.")
  private int evalTimeoutSecs;

  @Option(
      names = "--num_workers",
      paramLabel = "N",
      description =
          "Copies of the network that train side by side. The result depends on it."
              + " Default: as many as Spark has cores.")
  private Integer numWorkers;

  @Option(
      names = "--averaging_frequency",
      paramLabel = "N",
      defaultValue = "10",
      description = "Minibatches that each copy trains before the copies are averaged.")
  private int averagingFrequency;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of first weights, order of examples and dropout.")
  private long seed;

  @Mixin private ModelOptions modelOptions;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    String examples = required("--sequence_example_file", sequenceExampleFile);
    MelodyConfig config = modelOptions.melodyConfig();
    HyperParameters hparams = HyperParameters.of(config).with(modelOptions.hparams());
    atLeast(0, "num_training_steps", numTrainingSteps);
    atLeast(0, "num_eval_examples", numEvalExamples);
    atLeast(1, "summary_frequency", summaryFrequency);
    atLeast(0, "num_checkpoints", numCheckpoints);
    atLeast(0, "eval_timeout_secs", evalTimeoutSecs);
    atLeast(1, "num_workers", numWorkers == null ? 1 : numWorkers);
    atLeast(1, "averaging_frequency", averagingFrequency);
    try (JavaSparkContext context = spark.open("cantus train", settings().spark())) {
      if (eval) {
        EvalJob.Request request =
            new EvalJob.Request(
                config,
                hparams,
                runDir,
                examples,
                numEvalExamples,
                Duration.ofSeconds(evalTimeoutSecs));
        console.print(new EvalJob(context, console).run(request));
        return ExitCode.DONE;
      }
      TrainJob.Request request =
          new TrainJob.Request(
              config,
              hparams,
              runDir,
              examples,
              numTrainingSteps,
              summaryFrequency,
              numCheckpoints,
              numWorkers == null ? OptionalInt.empty() : OptionalInt.of(numWorkers),
              averagingFrequency,
              seed);
      console.print(new TrainJob(context, console).run(request).summary());
    }
    return ExitCode.DONE;
  }

  private static void atLeast(long least, String option, long value) {
    if (value < least) {
      throw new UsageException("%s is %d and must be at least %d".formatted(option, value, least));
    }
  }
}
