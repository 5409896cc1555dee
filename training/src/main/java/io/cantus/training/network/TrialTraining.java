package io.cantus.training.network;

import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A step of training of a small network: shows whether this process can train at all. */
public final class TrialTraining {
  private static final int CLASSES = 6;
  private static final int MATRIX_SIZE = 512;
  private static final long TIMED_NANOS = 200_000_000;

  /**
   * What it ran on.
   *
   * @param backend ND4J's word: CPU or CUDA
   * @param blas the library that multiplies matrices
   * @param blasThreads threads that it takes, one for each task of Spark's
   * @param gigaflops thousand million operations a second in a product of matrices of 512 x 512
   */
  public record Result(String backend, String blas, long blasThreads, double gigaflops)
      implements Serializable {}

  private TrialTraining() {}

  /**
   * Makes the step.
   *
   * @throws IllegalStateException if it was made and is wrong
   */
  public static Result run() {
    NativeThreads.useOne();
    HyperParameters hyperParameters = HyperParameters.base().with("rnn_layer_sizes=[8]");
    try (EventRnnNetwork network = EventRnnNetwork.create(CLASSES, CLASSES, hyperParameters, 1)) {
      ModelWeights before = network.weights();
      EventMetrics metrics = network.train(EventBatch.of(Collections.nCopies(4, scale())), 0, 0);
      if (!Double.isFinite(metrics.loss()) || network.weights().equals(before)) {
        throw new IllegalStateException(
            "a step of training changed nothing, or came to a loss of " + metrics.loss());
      }
    }
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    return new Result(
        environment.getProperty(Nd4jEnvironment.BACKEND_KEY),
        Nd4j.factory().blas().getBlasVendor().toString(),
        Nd4j.factory().blas().getMaxThreads(),
        gigaflops());
  }

  /** Classes in turn, each of which foretells the next. */
  private static SparseExample scale() {
    int[] stepEnds = new int[CLASSES];
    char[] columns = new char[CLASSES];
    float[] values = new float[CLASSES];
    char[] labels = new char[CLASSES];
    for (int step = 0; step < CLASSES; step++) {
      stepEnds[step] = step + 1;
      columns[step] = (char) step;
      values[step] = 1;
      labels[step] = (char) ((step + 1) % CLASSES);
    }
    return new SparseExample(CLASSES, stepEnds, columns, values, labels);
  }

  private static double gigaflops() {
    List<INDArray> matrices =
        Collections.nCopies(3, 0).stream()
            .map(zero -> Nd4j.ones(DataType.FLOAT, MATRIX_SIZE, MATRIX_SIZE))
            .toList();
    double operations = 2.0 * MATRIX_SIZE * MATRIX_SIZE * MATRIX_SIZE;
    double best = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < TIMED_NANOS; ) {
      Nd4j.gemm(matrices.get(0), matrices.get(1), matrices.get(2), false, false, 1.0, 0.0);
      long end = System.nanoTime();
      best = Math.max(best, operations / (end - now));
      now = end;
    }
    return best;
  }
}
