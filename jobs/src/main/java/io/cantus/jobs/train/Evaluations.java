package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.dataset.DatasetFiles;
import io.cantus.jobs.io.Storage;
import io.cantus.training.EventMetrics;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.SparseExample;
import io.cantus.training.spark.EventEvaluator;
import io.cantus.training.tensorboard.Scalars;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Evaluates networks on a set of examples and writes down what it finds. */
final class Evaluations implements AutoCloseable {
  private final EventEvaluator evaluator;
  private final EventFolder events;

  /** Takes both over, to be closed. */
  Evaluations(EventEvaluator evaluator, EventFolder events) {
    this.evaluator = evaluator;
    this.events = events;
  }

  /** Where a run keeps what its evaluations leave. */
  static Path folder(Storage storage, String runDir) {
    return new Path(storage.path(runDir), "eval");
  }

  /**
   * The examples, read and kept.
   *
   * @param numExamples how many of them, from the first; 0 for all
   */
  static EventEvaluator evaluator(
      JavaSparkContext context,
      Storage storage,
      MelodyConfig config,
      String input,
      int numExamples,
      int batchSize) {
    MelodyConfig onGrid = ExampleFiles.onGridOf(storage, input, config);
    JavaRDD<SparseExample> all = new ExampleFiles(context, storage, onGrid).read(input);
    JavaRDD<SparseExample> wanted =
        numExamples == 0
            ? all
            : all.zipWithIndex()
                .filter(example -> example._2() < numExamples)
                .map(example -> example._1());
    return new EventEvaluator(context, wanted, batchSize, config.encoding().defaultLabel());
  }

  /**
   * The evaluations that a training asks for; empty if it asks for none, or does not name the
   * examples and its data set has none to evaluate on.
   *
   * @throws BadInputException if the examples are named and cannot be used
   */
  static Optional<Evaluations> of(
      JavaSparkContext context, Storage storage, Console console, TrainRequest request) {
    if (request.evaluation().frequency() == 0) {
      return Optional.empty();
    }
    Optional<String> implied =
        request.evaluation().examples().isPresent()
            ? Optional.empty()
            : DatasetFiles.evaluation(storage, request.examples());
    Optional<String> input = request.evaluation().examples().or(() -> implied);
    if (input.isEmpty() || (implied.isPresent() && isEmpty(storage, implied.get()))) {
      console.info(
          "No evaluation: there is none beside the training examples; name one with"
              + " --eval_sequence_example_file.");
      return Optional.empty();
    }
    EventEvaluator evaluator =
        evaluator(
            context,
            storage,
            request.config(),
            DatasetFiles.examples(storage, input.get(), Branch.EVAL),
            request.evaluation().numExamples(),
            request.hparams().batchSize());
    return Optional.of(
        new Evaluations(evaluator, EventFolder.open(storage, folder(storage, request.runDir()))));
  }

  private static boolean isEmpty(Storage storage, String file) {
    return storage.status(storage.path(file)).getLen() == 0;
  }

  /** Measures a network after so many steps of its training. */
  EventMetrics evaluate(EventRnnNetwork network, long step) {
    EventMetrics metrics = evaluator.evaluate(network);
    events.write(step, metrics.evalScalars());
    return metrics;
  }

  /** The line that tells what was found. */
  static String line(EventMetrics metrics, long step) {
    return String.format(
        Locale.ROOT,
        "Accuracy = %.5f, Global Step = %d, Loss = %.5f, Perplexity = %.4f",
        metrics.accuracy(),
        step,
        metrics.loss(),
        metrics.perplexity());
  }

  /** Examples that each evaluation takes. */
  long examples() {
    return evaluator.examples();
  }

  /** What all evaluations of the run have found. */
  Scalars scalars() {
    return events.scalars();
  }

  /** Says that the run goes on after {@code step}. */
  void restart(long step) {
    events.restart(step);
  }

  @Override
  public void close() {
    events.close();
    evaluator.close();
  }
}
