package io.cantus.jobs.sweep;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.Quantity;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.sweep.SweepRun.Standing;
import io.cantus.jobs.train.TrainJob;
import io.cantus.jobs.train.TrainRequest;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains the runs of a sweep, several side by side, each with a log of its own. */
final class SweepJob {
  private static final String LOG = "log.txt";

  private final JavaSparkContext context;
  private final Storage storage;
  private final Console console;
  private final OptionalInt parallel;

  /**
   * @param parallel runs side by side; empty for as many as Spark has cores for
   */
  SweepJob(JavaSparkContext context, Console console, OptionalInt parallel) {
    this.context = context;
    this.storage = new Storage(context.hadoopConfiguration());
    this.console = console;
    this.parallel = parallel;
  }

  /**
   * Trains one run; the last of them compares all. That a run has failed is written down before its
   * exception is thrown on.
   *
   * @return the line that ends the command
   */
  String runOne(Sweep sweep, int index) {
    TrainRequest request = sweep.requests().get(index);
    console.info("%s: %s".formatted(Sweep.name(index), sweep.combinations().get(index)));
    SweepRun.forgive(storage, request);
    try {
      return new TrainJob(context, console).run(request).summary();
    } catch (Exception e) {
      SweepRun.fail(storage, request, reason(e));
      throw e;
    } finally {
      Comparison comparison = Comparison.read(storage, sweep);
      if (comparison.isComplete()) {
        comparison.write();
        console.print(comparison.summary());
      }
    }
  }

  /**
   * Trains all runs that are not done yet and compares them. A run that fails does not stop the
   * others.
   *
   * @return the line that ends the command
   * @throws UsageException if the folder holds another sweep
   * @throws BadInputException if every run has failed
   */
  String runAll(Sweep sweep) {
    Comparison before = Comparison.read(storage, sweep);
    before.runs().forEach(run -> requireSame(sweep, run));
    List<SweepRun> left =
        before.runs().stream().filter(run -> run.standing() != Standing.DONE).toList();
    int workers = sweep.requests().get(0).workers().count().orElse(1);
    int sideBySide = parallel.orElse(Math.max(1, context.defaultParallelism() / workers));
    console.info(
        "%s of %d to train, %d side by side."
            .formatted(Quantity.of(left.size(), "run"), sweep.requests().size(), sideBySide));
    train(sweep, left, sideBySide);
    Comparison comparison = compare(sweep);
    if (comparison.count(Standing.FAILED) == comparison.runs().size()) {
      throw new BadInputException(
          "every run has failed; the first: " + comparison.runs().get(0).failure());
    }
    return comparison.summary();
  }

  /** A run with a warm start takes hyperparameters from elsewhere, and looks for itself. */
  private static void requireSame(Sweep sweep, SweepRun run) {
    TrainRequest request = sweep.requests().get(run.index());
    run.record()
        .map(record -> record.state().hyperParameters())
        .filter(begun -> request.warmStart().isEmpty() && !begun.equals(request.hparams()))
        .ifPresent(
            begun -> {
              throw new UsageException(
                  "%s holds a run with --hparams=%s, not %s; give the same --grid, or another"
                          .formatted(request.runDir(), begun, request.hparams())
                      + " --run_dir for another sweep");
            });
  }

  private synchronized Comparison compare(Sweep sweep) {
    Comparison comparison = Comparison.read(storage, sweep);
    comparison.write();
    return comparison;
  }

  private void train(Sweep sweep, List<SweepRun> runs, int sideBySide) {
    ExecutorService threads = Executors.newFixedThreadPool(sideBySide);
    try {
      List<Future<?>> trainings = new ArrayList<>();
      for (SweepRun run : runs) {
        trainings.add(threads.submit(() -> train(sweep, run)));
      }
      for (Future<?> training : trainings) {
        training.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Trains one run to its end, good or bad. */
  private Void train(Sweep sweep, SweepRun run) throws IOException {
    TrainRequest request = sweep.requests().get(run.index());
    Path folder = storage.path(request.runDir());
    storage.createFolder(folder);
    SweepRun.forgive(storage, request);
    console.info(
        "%s %s: %s"
            .formatted(
                run.name(),
                run.standing() == Standing.UNFINISHED
                    ? "goes on at step %d".formatted(run.step())
                    : "begins",
                run.hparams()));
    try (PrintStream log =
        new PrintStream(storage.create(new Path(folder, LOG)), true, StandardCharsets.UTF_8)) {
      train(run.name(), request, log);
    }
    compare(sweep);
    return null;
  }

  private void train(String name, TrainRequest request, PrintStream log) {
    try {
      String summary = new TrainJob(context, Console.to(log, log)).run(request).summary();
      log.println(summary);
      console.info("%s is done: %s".formatted(name, summary));
    } catch (Exception e) {
      e.printStackTrace(log);
      SweepRun.fail(storage, request, reason(e));
      console.warn("%s has failed: %s".formatted(name, reason(e)));
    }
  }

  /** Spark's exceptions wrap those of its tasks. */
  private static String reason(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException || cause instanceof BadInputException) {
        return cause.getMessage();
      }
    }
    return failure.toString();
  }
}
