package io.cantus.jobs.sweep;

import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.spark.SparkOptions;
import io.cantus.jobs.train.TrainRequest;
import io.cantus.jobs.train.TrainRequest.From;
import io.cantus.jobs.train.TrainingOptions;
import io.cantus.training.HyperParameters;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cantus sweep}: trains with every combination of some hyperparameters. */
@Command(
    name = "sweep",
    description = {
      "Train a melody model with every combination of some hyperparameters and compare the runs in"
          + " RUN_DIR/sweep.tsv and RUN_DIR/sweep.html. What is done is not done again."
    },
    footer = {
      "",
      "Example:",
      "  cantus sweep --config=lookback_rnn --run_dir=sweep1 \\",
      "    --sequence_example_file=sequence_examples --num_training_steps=5000 \\",
      "    --grid=\"rnn_layer_sizes=[64,64]|[128,128]\" --grid=\"learning_rate=0.001|0.003\"",
      "The same as an array of jobs, here with Slurm; the last one compares all:",
      "  sbatch --array=0-3 --wrap='cantus sweep ...'"
    })
public final class SweepCommand extends JobCommand {
  private static final String ARRAY_INDEX = "SLURM_ARRAY_TASK_ID";

  @Option(
      names = "--run_dir",
      paramLabel = "DIR",
      description = "Folder of the runs: run-000, run-001 and so on. Required.")
  private String runDir;

  @Option(
      names = "--grid",
      paramLabel = "AXIS",
      description =
          "Alternatives with | between them: values of one hyperparameter, as in"
              + " learning_rate=0.001|0.003, or lists as --hparams takes them. Given several times,"
              + " all combinations are trained. Required.")
  private List<String> grid = new ArrayList<>();

  @Option(
      names = "--num_training_steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Minibatches to train in each run. Required.")
  private long numTrainingSteps;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Runs side by side. Default: as many as Spark has cores for, with --num_workers each, of"
              + " which there is one unless given.")
  private Integer parallel;

  @Option(
      names = "--index",
      paramLabel = "I",
      description =
          "Only the run of this number, counted from 0. Default: in an array job of Slurm its"
              + " SLURM_ARRAY_TASK_ID, else all runs.")
  private Integer index;

  @Option(names = "--compare", description = "Train nothing, compare what there is.")
  private boolean compare;

  @Mixin private TrainingOptions options;
  @Mixin private ModelOptions modelOptions;
  @Mixin private SparkOptions spark;

  @Override
  protected ExitCode run(Console console) {
    required("--run_dir", runDir);
    String examples = required("--sequence_example_file", options.examples());
    if (grid.isEmpty()) {
      required("--grid", null);
    }
    TrainingOptions.atLeast(1, "num_training_steps", numTrainingSteps);
    TrainingOptions.atLeast(1, "parallel", parallel == null ? 1 : parallel);
    options.check();
    List<TrainRequest> requests = requests(examples);
    OptionalInt one = compare ? OptionalInt.empty() : one(requests.size());
    Sweep sweep = new Sweep(runDir, Grid.of(grid).combinations(), requests);
    if (compare) {
      Comparison comparison = Comparison.read(spark.storage(settings().spark()), sweep);
      comparison.write();
      console.print(comparison.summary());
      return ExitCode.DONE;
    }
    OptionalInt sideBySide = parallel == null ? OptionalInt.empty() : OptionalInt.of(parallel);
    try (JavaSparkContext context = spark.open("cantus sweep", settings().spark())) {
      SweepJob job = new SweepJob(context, console, sideBySide);
      console.print(one.isPresent() ? job.runOne(sweep, one.getAsInt()) : job.runAll(sweep));
    }
    return ExitCode.DONE;
  }

  /** The only run to train; empty for all. */
  private OptionalInt one(int runs) {
    Optional<String> ofArray = settings().environment(ARRAY_INDEX);
    if (index == null && ofArray.isEmpty()) {
      return OptionalInt.empty();
    }
    String name = index == null ? ARRAY_INDEX : "--index";
    String given = index == null ? ofArray.get() : String.valueOf(index);
    if (!given.matches("[0-9]{1,9}") || Integer.parseInt(given) >= runs) {
      throw new UsageException(
          "%s is %s but there are runs 0 to %d".formatted(name, given, runs - 1));
    }
    return OptionalInt.of(Integer.parseInt(given));
  }

  /** One for each combination; every mistake in them shows before the first is trained. */
  private List<TrainRequest> requests(String examples) {
    MelodyConfig config = modelOptions.melodyConfig();
    HyperParameters base = HyperParameters.of(config).with(modelOptions.hparams());
    List<TrainRequest> requests = new ArrayList<>();
    for (String combination : Grid.of(grid).combinations()) {
      requests.add(
          new TrainRequest(
              config,
              base.with(combination),
              Sweep.folder(runDir, requests.size()),
              examples,
              options.seed(),
              options.warmStart(List.of(modelOptions.hparams(), combination)),
              options.length(numTrainingSteps, From.BEGIN),
              options.workers(OptionalInt.of(1)),
              options.evaluation(),
              options.saving()));
    }
    return requests;
  }
}
