package io.cantus.training.network;

import io.cantus.training.CounterRandom;

/**
 * Dropout on the outputs of one layer: each is kept with a probability and then scaled by its
 * reciprocal. Which are kept depends only on the key, the sequence's place in the batch, the step
 * and the unit: not on padding, threads or the order of computing.
 */
final class OutputDropout {
  private final double keepProbability;
  private final long key;

  private OutputDropout(double keepProbability, long key) {
    this.keepProbability = keepProbability;
    this.key = key;
  }

  /**
   * @param seed of the network
   * @param batch number of the batch, different for every batch of a run
   * @param layer counted from 0 at the input
   */
  static OutputDropout of(double keepProbability, long seed, long batch, int layer) {
    return new OutputDropout(
        keepProbability, CounterRandom.bits(CounterRandom.bits(seed, batch), layer));
  }

  /** Copies {@code from} to {@code to}, which may be the same, dropping and scaling on the way. */
  void apply(PackedSteps steps, RowMatrix from, RowMatrix to) {
    to.reserve(steps.totalRows());
    int units = from.columns();
    double[] values = new double[steps.rows(0) * units];
    double scale = 1 / keepProbability;
    long kept = (long) (keepProbability * 0x1.0p32);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      from.read(steps.firstRow(step), rows, values);
      for (int row = 0; row < rows; row++) {
        long rowKey = CounterRandom.bits(key, ((long) steps.example(row) << 32) | step);
        for (int unit = 0; unit < units; unit += 2) {
          long bits = CounterRandom.bits(rowKey, unit);
          int at = row * units + unit;
          values[at] *= (bits >>> 32) < kept ? scale : 0;
          if (unit + 1 < units) {
            values[at + 1] *= (bits & 0xffffffffL) < kept ? scale : 0;
          }
        }
      }
      to.write(steps.firstRow(step), rows, values);
    }
  }
}
