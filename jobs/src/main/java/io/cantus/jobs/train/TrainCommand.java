package io.cantus.jobs.train;

import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.jobs.train.TrainRequest.From;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.util.List;
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
          + " Spark. Ends with a bundle, RUN_DIR/CONFIG.mag, and a page, RUN_DIR/report.html."
    },
    footer = {
      "",
      "Example:",
      "  cantus train --config=lookback_rnn --run_dir=run1 \\",
      "    --sequence_example_file=sequence_examples/training_melodies.tfrecord \\",
      "    --hparams=\"batch_size=64,rnn_layer_sizes=[64,64]\" --num_training_steps=20000",
      "The same, to be given again until it is done, however often it is killed, and ended early"
          + " when it learns no more:",
      "  cantus train ... --num_training_steps=20000 --resume --eval_frequency=500 --patience=5"
    })
public final class TrainCommand extends JobCommand {
  @Option(
      names = "--run_dir",
      paramLabel = "DIR",
      defaultValue = "/tmp/melody_rnn/logdir/run1",
      description =
          "Folder of the run: checkpoints and TensorBoard events in train/ and eval/, the best"
              + " checkpoint in best/, the bundle and the page.")
  private String runDir;

  @Option(
      names = "--num_training_steps",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Minibatches to train from here on, by all workers together; 0 goes on for ever.")
  private long numTrainingSteps;

  @Option(
      names = "--resume",
      description =
          "Go on with a run that was broken off: --num_training_steps counts from where it was"
              + " begun, and it ends as if it had never stopped. Begins it if there is none.")
  private boolean resume;

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

  @Mixin private TrainingOptions options;
  @Mixin private ModelOptions modelOptions;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    String examples = required("--sequence_example_file", options.examples());
    MelodyConfig config = modelOptions.melodyConfig();
    HyperParameters hparams = HyperParameters.of(config).with(modelOptions.hparams());
    TrainingOptions.atLeast(0, "num_training_steps", numTrainingSteps);
    TrainingOptions.atLeast(0, "eval_timeout_secs", evalTimeoutSecs);
    options.check();
    try (JavaSparkContext context = spark.open("cantus train", settings().spark())) {
      if (eval) {
        EvalJob.Request request =
            new EvalJob.Request(
                config,
                hparams,
                runDir,
                examples,
                options.numEvalExamples(),
                Duration.ofSeconds(evalTimeoutSecs));
        console.print(new EvalJob(context, console).run(request));
        return ExitCode.DONE;
      }
      TrainRequest request =
          new TrainRequest(
              config,
              hparams,
              runDir,
              examples,
              options.seed(),
              options.warmStart(List.of(modelOptions.hparams())),
              options.length(numTrainingSteps, resume ? From.BEGIN : From.HERE),
              options.workers(OptionalInt.empty()),
              options.evaluation(),
              options.saving());
      console.print(new TrainJob(context, console).run(request).summary());
    }
    return ExitCode.DONE;
  }
}
