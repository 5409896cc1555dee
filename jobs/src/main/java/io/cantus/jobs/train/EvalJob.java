package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.dataset.DatasetFiles;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.network.SparseExample;
import io.cantus.training.spark.EventEvaluator;
import io.cantus.training.tensorboard.EventFileWriter;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
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
    Path folder = new Path(storage.path(request.runDir()), "eval");
    console.info("Eval dir: %s".formatted(Storage.shown(folder)));
    JavaRDD<SparseExample> examples = examples(request);
    Optional<Path> next = newer(checkpoints, Optional.empty(), request.timeout());
    if (next.isEmpty()) {
      throw new BadInputException(
          "no checkpoint in %s within %d s; train first, or name its --run_dir"
              .formatted(
                  Storage.shown(CheckpointFolder.trainDir(storage, request.runDir())),
                  request.timeout().toSeconds()));
    }
    int evaluated = 0;
    try (EventFileWriter events = RunLog.openEvents(storage, folder)) {
      while (next.isPresent()) {
        evaluate(request, checkpoints, next.get(), examples, events);
        evaluated++;
        next = newer(checkpoints, next, request.timeout());
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write TensorBoard events: %s".formatted(Storage.reason(e)), e);
    }
    return "Evaluated %d checkpoints on %d examples each; TensorBoard events in %s"
        .formatted(evaluated, examples.count(), Storage.shown(folder));
  }

  private JavaRDD<SparseExample> examples(Request request) {
    String input = DatasetFiles.examples(storage, request.examples(), Branch.EVAL);
    MelodyConfig config = ExampleFiles.onGridOf(storage, input, request.config());
    JavaRDD<SparseExample> all = new ExampleFiles(context, storage, config).read(input);
    long wanted = request.numExamples();
    return wanted == 0
        ? all
        : all.zipWithIndex().filter(example -> example._2() < wanted).map(example -> example._1());
  }

  private void evaluate(
      Request request,
      CheckpointFolder checkpoints,
      Path path,
      JavaRDD<SparseExample> examples,
      EventFileWriter events)
      throws IOException {
    try (Checkpoint checkpoint = checkpoints.read(path)) {
      String trained = checkpoint.state().config();
      if (!trained.equals(request.config().name())) {
        throw new UsageException(
            "%s holds a %s model, not %s"
                .formatted(Storage.shown(path), trained, request.config().name()));
      }
      EventMetrics metrics =
          EventEvaluator.evaluate(
              context,
              checkpoint.network(),
              examples,
              request.hparams().batchSize(),
              request.config().encoding().defaultLabel());
      events.writeScalars(checkpoint.state().step(), metrics.evalScalars());
      console.print(
          String.format(
              Locale.ROOT,
              "Accuracy = %.5f, Global Step = %d, Loss = %.5f, Perplexity = %.4f",
              metrics.accuracy(),
              checkpoint.state().step(),
              metrics.loss(),
              metrics.perplexity()));
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
