package io.cantus.jobs.doctor;

import io.cantus.training.network.TrialTraining;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** A step of training, in this process and in Spark's tasks. */
final class TrainingCheck {
  private static final String ND4J = "ND4J";
  private static final String SPARK = "Spark";

  private TrainingCheck() {}

  static Finding here() {
    try {
      return Finding.ok(ND4J, text(TrialTraining.run()) + "; a step of training works");
    } catch (RuntimeException | LinkageError e) {
      // So ND4J says that it finds no backend, or its backend no library.
      return Finding.wrong(
          ND4J,
          "a step of training fails: %s; does the build hold the natives of %s %s?"
              .formatted(
                  rootCause(e), System.getProperty("os.name"), System.getProperty("os.arch")));
    }
  }

  private static String text(TrialTraining.Result trial) {
    return String.format(
        Locale.ROOT,
        "backend %s, BLAS %s with %d thread a task, %.0f GFLOP/s",
        trial.backend(),
        trial.blas(),
        trial.blasThreads(),
        trial.gigaflops());
  }

  /**
   * @param spark opens the context
   */
  static Finding inTasks(Supplier<JavaSparkContext> spark) {
    try (JavaSparkContext context = spark.get()) {
      int tasks = context.defaultParallelism();
      List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
      List<String> places =
          new ArrayList<>(
              context
                  .parallelize(numbers, tasks)
                  .map(number -> place(TrialTraining.run()))
                  .distinct()
                  .collect());
      places.sort(null);
      return Finding.ok(
          SPARK,
          "%s on %s, %d tasks at once; a step of training works in each, on %s"
              .formatted(context.version(), context.master(), tasks, String.join(", ", places)));
    } catch (Exception | LinkageError e) {
      // Spark throws checked exceptions that its methods do not declare.
      return Finding.wrong(SPARK, "a step of training fails in its tasks: " + rootCause(e));
    }
  }

  private static String place(TrialTraining.Result trial) throws UnknownHostException {
    return "%s (Java %s, backend %s)"
        .formatted(
            InetAddress.getLocalHost().getHostName(),
            System.getProperty("java.version"),
            trial.backend());
  }

  private static String rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse(cause.toString());
  }
}
