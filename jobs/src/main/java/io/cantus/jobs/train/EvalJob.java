package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.dataset.DatasetFiles;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.training.HyperParameters;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.spark.EventEvaluator;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.encoding.MelodyConfig;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Evaluates the checkpoints of a run, each new one as it comes, until none has come for long. */
final class EvalJob {
  private static final Duration POLL = Duration.ofSeconds(1);

  /**
   * What to do.
   *
   * @param examples TFRecords of SequenceExamples to evaluate on
   * @param numExamples how many of them, from the first; 0 for all
   * @param timeout how long to wait for a new checkpoint
   */
  record Request(
      MelodyConfig config,
      HyperParameters hparams,
      String runDir,
      String examples,
      int numExamples,
      Duration timeout) {}

  private final JavaSparkContext context;
  private final Storage storage;
  private final Console console;

  EvalJob(JavaSparkContext context, Console console) {
    this.context = context;
    this.storage = new Storage(context.hadoopConfiguration());
    this.console = console;
  }

  /**
   * Runs until no new checkpoint has come for the timeout.
   *
   * @return the line that ends the command
   * @throws BadInputException if there is nothing to evaluate on, or no checkpoint came at all
   */
  String run(Request request) {
    CheckpointFolder checkpoints = CheckpointFolder.of(storage, request.runDir());
    Path folder = Evaluations.folder(storage, request.runDir());
    console.info("Eval dir: %s".formatted(Storage.shown(folder)));
    EventEvaluator evaluator =
        Evaluations.evaluator(
            context,
            storage,
            request.config(),
            DatasetFiles.examples(storage, request.examples(), Branch.EVAL),
            request.numExamples(),
            request.hparams().batchSize());
    Optional<Path> next = newer(checkpoints, Optional.empty(), request.timeout());
    if (next.isEmpty()) {
      throw new BadInputException(
          "no checkpoint in %s within %d s; train first, or name its --run_dir"
              .formatted(
                  Storage.shown(CheckpointFolder.trainDir(storage, request.runDir())),
                  request.timeout().toSeconds()));
    }
    int evaluated = 0;
    try (Evaluations evaluations = new Evaluations(evaluator, EventFolder.open(storage, folder))) {
      while (next.isPresent()) {
        evaluate(request, checkpoints, next.get(), evaluations);
        evaluated++;
        next = newer(checkpoints, next, request.timeout());
      }
    }
    return "Evaluated %d checkpoints on %d examples each; TensorBoard events in %s"
        .formatted(evaluated, evaluator.examples(), Storage.shown(folder));
  }

  private void evaluate(
      Request request, CheckpointFolder checkpoints, Path path, Evaluations evaluations) {
    try (Checkpoint checkpoint = checkpoints.read(path)) {
      String trained = checkpoint.state().config();
      if (!trained.equals(request.config().name())) {
        throw new UsageException(
            "%s holds a %s model, not %s"
                .formatted(Storage.shown(path), trained, request.config().name()));
      }
      long step = checkpoint.state().step();
      console.print(Evaluations.line(evaluations.evaluate(checkpoint.network(), step), step));
    }
  }

  private static Optional<Path> newer(
      CheckpointFolder checkpoints, Optional<Path> evaluated, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<Path> latest = checkpoints.latest();
      if (latest.isPresent() && !latest.equals(evaluated)) {
        return latest;
      }
      if (System.nanoTime() >= end) {
        return Optional.empty();
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
