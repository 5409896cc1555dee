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
import io.cantus.jobs.train.TrainRequest.From;
import io.cantus.training.EventMetrics;
import io.cantus.training.TrainingPosition;
import io.cantus.training.checkpoint.BestEvaluation;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.network.SparseExample;
import io.cantus.training.spark.EventTrainer;
import io.cantus.training.spark.TrainingDivergedException;
import io.cantus.training.spark.TrainingPlan;
import io.cantus.training.tensorboard.Scalars;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.Branch;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains a model, going on from the run's latest checkpoint if there is one. */
public final class TrainJob {

  /**
   * What was done.
   *
   * @param availableExamples of the data set
   * @param start where the run stood before
   * @param state where it stands now
   * @param first metrics of the first minibatch of this start; of no steps if there was none
   * @param last metrics of the last averaging round; of no steps if there was none
   * @param trained what the whole run has logged of its training
   * @param evaluated what its evaluations have found
   */
  public record Result(
      TrainRequest request,
      long availableExamples,
      TrainingPosition start,
      TrainingState state,
      EventMetrics first,
      EventMetrics last,
      Scalars trained,
      Scalars evaluated,
      Path bundle,
      Duration elapsed) {

    /** Examples trained since this start. */
    public long examples() {
      return state.examples() - start.examples();
    }

    /** Epochs that are over in the run's whole life. */
    public long epochs() {
      int batchSize = request.hparams().batchSize();
      return state.position().within((availableExamples + batchSize - 1) / batchSize).epoch();
    }

    /** The line that ends the command. */
    public String summary() {
      if (examples() == 0) {
        return "Nothing to train: the run in %s is at step %d; bundle %s"
            .formatted(request.runDir(), state.step(), Storage.shown(bundle));
      }
      return String.format(
          Locale.ROOT,
          "Trained %s to step %d in %s: %d examples in %d epochs of %d, %d workers;"
              + " loss %.4f -> %.4f, perplexity %.3f, accuracy %.3f -> %.3f (events %.3f, no event"
              + " %.3f)%s; bundle %s; %s",
          request.config().name(),
          state.step(),
          request.runDir(),
          examples(),
          (examples() + availableExamples - 1) / availableExamples,
          availableExamples,
          state.averaging().workers(),
          first.loss(),
          last.loss(),
          last.perplexity(),
          first.accuracy(),
          last.accuracy(),
          last.eventAccuracy(),
          last.noEventAccuracy(),
          best(),
          Storage.shown(bundle),
          Quantity.rate(examples(), "examples", elapsed));
    }

    private String best() {
      BestEvaluation best = state.best();
      return evaluated.tags().isEmpty()
          ? ""
          : String.format(
              Locale.ROOT,
              "; lowest evaluation loss %.4f, perplexity %.3f at step %d",
              best.loss(),
              Math.exp(best.loss()),
              best.step());
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
   *     training diverges again and again
   */
  public Result run(TrainRequest asked) {
    String input = DatasetFiles.examples(storage, asked.examples(), Branch.TRAINING);
    String datasetId = Manifest.idBeside(storage, input).orElse("");
    Optional<TrainedModel> warmStart = RunStart.warmStart(storage, asked);
    TrainRequest request =
        asked
            .with(ExampleFiles.onGridOf(storage, input, asked.config()))
            .with(RunStart.hyperParameters(asked, warmStart));
    RunStart runStart = new RunStart(storage, console, context.defaultParallelism());
    try (Checkpoint start = runStart.open(request, warmStart, datasetId)) {
      JavaRDD<SparseExample> examples =
          new ExampleFiles(context, storage, request.config()).read(input);
      try (EventTrainer trainer = new EventTrainer(context, examples)) {
        return train(request, trainer, start);
      }
    }
  }

  private Result train(TrainRequest request, EventTrainer trainer, Checkpoint start) {
    TrainingPosition startPosition = start.state().position();
    long endStep = endStep(request, startPosition.step());
    OptionalLong steps =
        endStep == Long.MAX_VALUE
            ? OptionalLong.empty()
            : OptionalLong.of(endStep - startPosition.step());
    console.info(
        "Train dir: %s"
            .formatted(Storage.shown(CheckpointFolder.trainDir(storage, request.runDir()))));
    Optional<Evaluations> evaluations = Evaluations.of(context, storage, console, request);
    CheckpointFolder.of(storage, request.runDir()).write(start);
    try (RunLog log =
            new RunLog(console, storage, request, start.state(), trainer.examples(), evaluations);
        Progress progress =
            Progress.show(
                console, "Training", "steps", steps, () -> log.step() - startPosition.step())) {
      console.info("Starting training loop...");
      boolean done = trainUntil(endStep, request, trainer, start, log);
      while (!done) {
        try (Checkpoint back = goBack(request, log)) {
          done = trainUntil(endStep, request, trainer, back, log);
        }
      }
      console.info(
          log.exhausted() ? "No lower evaluation loss for long enough." : "Training complete.");
      return new Result(
          request,
          trainer.examples(),
          startPosition,
          log.state(),
          log.first(),
          log.last(),
          log.trained(),
          log.evaluated(),
          writeBundle(request, log.state(), evaluations.isPresent()),
          progress.elapsed());
    }
  }

  private static long endStep(TrainRequest request, long startStep) {
    long steps = request.length().steps();
    if (steps == 0) {
      return Long.MAX_VALUE;
    }
    return request.length().from() == From.HERE ? startStep + steps : Math.max(startStep, steps);
  }

  /** Trains from a checkpoint to the end; false if the run has diverged on the way. */
  private boolean trainUntil(
      long endStep, TrainRequest request, EventTrainer trainer, Checkpoint from, RunLog log) {
    TrainingState state = from.state();
    if (state.step() < endStep && !log.exhausted()) {
      TrainingPlan plan =
          new TrainingPlan(
              request.hparams().batchSize(),
              state.averaging().workers(),
              state.averaging().batches(),
              request.seed(),
              request.config().encoding().defaultLabel(),
              endStep == Long.MAX_VALUE ? 0 : endStep - state.step());
      try {
        trainer.train(from.network(), plan, state.position(), log);
      } catch (TrainingDivergedException e) {
        requireSetback(request, log.state().setbacks(), e);
        return false;
      }
    }
    log.finish(from.network());
    return true;
  }

  private void requireSetback(
      TrainRequest request, int setbacks, TrainingDivergedException divergence) {
    if (setbacks >= request.length().setbacks()) {
      throw new BadInputException(
          ("%s: training has diverged%s; try a smaller learning_rate or clip_norm"
                  + " (%s is as it was after the last checkpoint)")
              .formatted(
                  divergence.getMessage(),
                  setbacks == 0 ? "" : ", and did so %d times before".formatted(setbacks),
                  request.runDir()),
          divergence);
    }
    console.warn(divergence.getMessage() + ": training has diverged.");
  }

  /** The last good checkpoint, with half the learning rate of before. */
  private Checkpoint goBack(TrainRequest request, RunLog log) {
    CheckpointFolder checkpoints = CheckpointFolder.of(storage, request.runDir());
    Checkpoint latest = checkpoints.read(checkpoints.latest().orElseThrow());
    TrainingState state =
        latest
            .state()
            .with(log.state().averaging(), log.state().dataSet())
            .withSetbacks(log.state().setbacks() + 1);
    latest.network().network().setLearningRate(state.learningRate());
    log.goOnFrom(state);
    console.warn(
        "Back to step %d with learning_rate=%s (%d of at most %d times)."
            .formatted(
                state.step(), state.learningRate(), state.setbacks(), request.length().setbacks()));
    return new Checkpoint(state, latest.network());
  }

  /** The best weights where there are evaluations, else the latest. */
  private Path writeBundle(TrainRequest request, TrainingState end, boolean evaluated) {
    Path checkpoint =
        evaluated && end.best().exists()
            ? CheckpointFolder.best(storage, request.runDir()).at(end.best().step())
            : CheckpointFolder.of(storage, request.runDir()).at(end.step());
    Path path = new Path(storage.path(request.runDir()), request.config().name() + ".mag");
    try (Checkpoint chosen = CheckpointFolder.of(storage, request.runDir()).read(checkpoint)) {
      TrainedModel model =
          new TrainedModel(
              request.config(),
              request.hparams(),
              chosen.network().weights(),
              chosen.state().dataSet(),
              chosen.state().step(),
              request.runDir());
      BundleFile.write(storage, path, model, Optional.empty(), IfExists.REPLACE);
    }
    return path;
  }
}
