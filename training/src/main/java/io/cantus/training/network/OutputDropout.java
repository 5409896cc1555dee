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

  /** What an output that is kept is multiplied by. */
  double scale() {
    return 1 / keepProbability;
  }

  /**
   * Which outputs of a step are kept.
   *
   * @param kept overwritten, [rows, units]
   */
  void choose(PackedSteps steps, int step, int units, boolean[] kept) {
    long threshold = (long) (keepProbability * 0x1.0p32);
    for (int row = 0; row < steps.rows(step); row++) {
      long rowKey = CounterRandom.bits(key, ((long) steps.example(row) << 32) | step);
      for (int unit = 0; unit < units; unit += 2) {
        long bits = CounterRandom.bits(rowKey, unit);
        int at = row * units + unit;
        kept[at] = (bits >>> 32) < threshold;
        if (unit + 1 < units) {
          kept[at + 1] = (bits & 0xffffffffL) < threshold;
        }
      }
    }
  }
}
