package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.dataset.DatasetFiles;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.jobs.model.BundleFile;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.spark.Progress;
import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.SparseExample;
import io.cantus.training.spark.EventTrainer;
import io.cantus.training.spark.TrainingDivergedException;
import io.cantus.training.spark.TrainingPlan;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains a model, going on from the run's latest checkpoint if there is one. */
public final class TrainJob {

  /**
   * What to do.
   *
   * @param examples TFRecords of SequenceExamples: a file, glob, folder or {@code name@N}
   * @param steps minibatches to train from where the run stands; 0 for no end
   * @param summaryFrequency steps from one message to the next
   * @param keptCheckpoints latest checkpoints to keep; 0 for all
   * @param workers copies of the network; empty for as many as Spark has cores
   * @param averagingFrequency minibatches of each copy in an averaging round
   */
  public record Request(
      MelodyConfig config,
      HyperParameters hparams,
      String runDir,
      String examples,
      long steps,
      int summaryFrequency,
      int keptCheckpoints,
      OptionalInt workers,
      int averagingFrequency,
      long seed) {

    private Request with(MelodyConfig other) {
      return new Request(
          other,
          hparams,
          runDir,
          examples,
          steps,
          summaryFrequency,
          keptCheckpoints,
          workers,
          averagingFrequency,
          seed);
    }
  }

  /**
   * What was done.
   *
   * @param run examples and epochs since this start, and the step that the run has reached
   * @param first metrics of the first minibatch of this start
   * @param last metrics of the last averaging round
   * @param curve of this start
   */
  public record Result(
      Request request,
      long availableExamples,
      EventTrainer.Summary run,
      EventMetrics first,
      EventMetrics last,
      Curve curve,
      int workers,
      Path bundle,
      Duration elapsed) {

    /** The line that ends the command. */
    public String summary() {
      return String.format(
          Locale.ROOT,
          "Trained %s to step %d in %s: %d examples in %d epochs of %d, %d workers;"
              + " loss %.4f -> %.4f, perplexity %.3f, accuracy %.3f -> %.3f (events %.3f, no event"
              + " %.3f); bundle %s; %s",
          request.config().name(),
          run.step(),
          request.runDir(),
          run.examples(),
          (run.examples() + availableExamples - 1) / availableExamples,
          availableExamples,
          workers,
          first.loss(),
          last.loss(),
          last.perplexity(),
          first.accuracy(),
          last.accuracy(),
          last.eventAccuracy(),
          last.noEventAccuracy(),
          Storage.shown(bundle),
          Quantity.rate(run.examples(), "examples", elapsed));
    }
  }

  private final JavaSparkContext context;
  private final Storage storage;
  private final Console console;

  public TrainJob(JavaSparkContext context, Console console) {
    this.context = context;
    this.storage = new Storage(context.hadoopConfiguration());
    this.console = console;
  }

  /**
   * Runs the job.
   *
   * @throws UsageException if the run folder holds a run of another model
   * @throws BadInputException if there is nothing to train on, the folder cannot be written to, or
   *     training diverges
   */
  public Result run(Request asked) {
    CheckpointFolder checkpoints = CheckpointFolder.of(storage, asked.runDir());
    String input = DatasetFiles.examples(storage, asked.examples(), Branch.TRAINING);
    Request request = asked.with(ExampleFiles.onGridOf(storage, input, asked.config()));
    String datasetId = Manifest.idBeside(storage, input).orElse("");
    Optional<Path> latest = checkpoints.latest();
    try (Checkpoint start =
        latest.isEmpty()
            ? first(request, datasetId)
            : latest(request, checkpoints, latest.get(), datasetId)) {
      JavaRDD<SparseExample> examples =
          new ExampleFiles(context, storage, request.config()).read(input);
      try (EventTrainer trainer = new EventTrainer(context, examples)) {
        if (latest.isEmpty()) {
          checkpoints.write(start, request.keptCheckpoints());
        }
        return train(request, trainer, start, checkpoints);
      }
    }
  }

  private static Checkpoint first(Request request, String datasetId) {
    return new Checkpoint(
        new TrainingState(
            request.config().name(),
            request.config().stepsPerQuarter(),
            request.hparams(),
            request.seed(),
            0,
            0,
            datasetId),
        EventRnnNetwork.create(
            request.config().encoding().inputSize(),
            request.config().encoding().numClasses(),
            request.hparams(),
            request.seed()));
  }

  private Checkpoint latest(
      Request request, CheckpointFolder checkpoints, Path latest, String datasetId) {
    Checkpoint checkpoint = checkpoints.read(latest);
    requireSameRun(request, checkpoint.state());
    if (!datasetId.equals(checkpoint.state().dataSet())) {
      console.warn("The run goes on with another data set than it was begun with.");
    }
    console.info(
        "Going on from %s at step %d.".formatted(Storage.shown(latest), checkpoint.state().step()));
    return checkpoint;
  }

  private static void requireSameRun(Request request, TrainingState state) {
    requireSame(request, "--config", request.config().name(), state.config());
    requireSame(
        request, "steps_per_quarter", request.config().stepsPerQuarter(), state.stepsPerQuarter());
    requireSame(request, "--hparams", request.hparams().text(), state.hyperParameters().text());
    requireSame(request, "--seed", request.seed(), state.seed());
  }

  private static void requireSame(Request request, String option, Object asked, Object begun) {
    if (!asked.equals(begun)) {
      throw new UsageException(
          "%s holds a run with %s=%s, not %s; give the same or another --run_dir"
              .formatted(request.runDir(), option, begun, asked));
    }
  }

  private Result train(
      Request request, EventTrainer trainer, Checkpoint start, CheckpointFolder checkpoints) {
    int workers = request.workers().orElse(context.defaultParallelism());
    TrainingPlan plan =
        new TrainingPlan(
            request.hparams().batchSize(),
            workers,
            request.averagingFrequency(),
            request.seed(),
            request.config().encoding().defaultLabel(),
            request.steps());
    long startStep = start.state().step();
    OptionalLong total =
        request.steps() == 0 ? OptionalLong.empty() : OptionalLong.of(request.steps());
    console.info(
        "Train dir: %s"
            .formatted(Storage.shown(CheckpointFolder.trainDir(storage, request.runDir()))));
    console.info("Starting training loop...");
    try (RunLog log = new RunLog(console, storage, request, checkpoints, start.state());
        Progress progress =
            Progress.show(console, "Training", "steps", total, () -> log.step() - startStep)) {
      EventTrainer.Summary run = trainer.train(start.network(), plan, startStep, log);
      Checkpoint end = log.checkpoint(start.network());
      console.info("Training complete.");
      Path bundle = writeBundle(request, end);
      return new Result(
          request,
          trainer.examples(),
          run,
          log.first(),
          log.last(),
          log.curve(),
          workers,
          bundle,
          progress.elapsed());
    } catch (TrainingDivergedException e) {
      throw new BadInputException(
          "%s (%s is as it was after the last checkpoint)"
              .formatted(e.getMessage(), request.runDir()),
          e);
    }
  }

  private Path writeBundle(Request request, Checkpoint checkpoint) {
    Path path = new Path(storage.path(request.runDir()), request.config().name() + ".mag");
    TrainingState state = checkpoint.state();
    TrainedModel model =
        new TrainedModel(
            request.config(),
            request.hparams(),
            checkpoint.network().weights(),
            state.dataSet(),
            state.step(),
            request.runDir());
    BundleFile.write(storage, path, model, Optional.empty(), IfExists.REPLACE);
    return path;
  }
}
