package io.cantus.training.network;

import io.cantus.training.NetworkShape;
import io.cantus.transforms.BadInputException;

/**
 * How much memory the sequences of a batch take while a network is trained on them, on the Java
 * heap and outside: nearly all of it grows with the number of steps. An estimate for {@link
 * OpenBlasEngine}.
 *
 * @param bytesPerStep for each step of each sequence
 * @param bytesPerSequence for each sequence, however long
 */
record BatchMemory(long bytesPerStep, long bytesPerSequence) {
  /** Matrices outside the heap are allocated by a fourth larger than asked for. */
  private static final double GROWTH = 1.25;

  static BatchMemory of(NetworkShape shape, int attnLength) {
    int inputs = shape.inputSize();
    // The inputs twice, as Java's array and as ND4J's.
    long heap = inputs;
    double outside = inputs;
    long perSequence = 0;
    for (int layer = 0; layer < shape.layerSizes().size(); layer++) {
      int units = shape.layerSizes().get(layer);
      inputs = shape.projects(layer) ? units : inputs;
      // Gates, cells and their tanh; then the gates' sums.
      heap += 6L * units;
      outside += 4 * GROWTH * units;
      if (layer < shape.attendedLayers()) {
        outside += GROWTH * (2.0 * inputs + 11.0 * units);
        heap += attnLength + 1;
        perSequence += (4L * attnLength + 16) * units;
      } else {
        outside += GROWTH * 3 * units;
        perSequence += 16L * units;
      }
      // After dropout, the gradient, with residual connections the sum and another gradient.
      outside += GROWTH * (shape.residualConnections() ? 5 : 2) * units;
      inputs = units;
    }
    // Logarithms of probabilities, also as they are given out.
    heap += 3L * shape.numClasses();
    outside += GROWTH * shape.numClasses();
    return new BatchMemory(Float.BYTES * (heap + (long) outside), Float.BYTES * perSequence);
  }

  /** What batches may take in this JVM: half of its heap, and outside as much again. */
  private static long available() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /** What a task's batch may take: as many tasks as there are cores train at the same time. */
  static long availableToTask() {
    return available() / Runtime.getRuntime().availableProcessors();
  }

  /** What a sequence takes. */
  long bytes(int steps) {
    return bytesPerSequence + steps * bytesPerStep;
  }

  /**
   * Refuses a sequence that would not fit even if it were the only one in this JVM.
   *
   * @throws BadInputException that says so
   */
  void require(int steps) {
    require(steps, available());
  }

  /** As if {@code limit} bytes were there. */
  void require(int steps, long limit) {
    if (bytes(steps) > limit) {
      throw new BadInputException(
          ("a sequence of %d steps takes %d MB to train on, but batches may take %d MB here;"
                  + " give the JVM more memory (-Xmx, or Spark's driver and executor memory)")
              .formatted(steps, megabytes(bytes(steps)), megabytes(limit)));
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
