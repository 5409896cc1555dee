package io.cantus.jobs.generate;

import io.cantus.generation.GenerationOptions;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outputs that one task makes. How they are cut depends on what is asked for alone, never on the
 * number of cores or partitions.
 *
 * @param number of the batch, from 0
 * @param first output, from 0
 * @param count outputs
 * @param last whether no batch follows
 */
record MelodyBatch(int number, int first, int count, boolean last) implements Serializable {
  /** Half a second or so of one core's work. */
  private static final long STEPS = 1 << 16;

  /** What the driver keeps in mind is bounded, whatever is asked for. */
  private static final int MOST = 10_000;

  /** A few outputs are to keep several cores busy as well. */
  private static final int FEW = 16;

  private static final int SMALLEST = 4;

  /** All batches of a run. */
  static List<MelodyBatch> all(int outputs, GenerationOptions options) {
    long steps = options.numSteps() * options.sequences();
    long size = Math.min(Math.max(1, STEPS / steps), Math.max(SMALLEST, ceil(outputs, FEW)));
    int each = (int) Math.max(size, ceil(outputs, MOST));
    int batches = (int) ceil(outputs, each);
    return IntStream.range(0, batches)
        .mapToObj(
            batch ->
                new MelodyBatch(
                    batch,
                    batch * each,
                    Math.min(each, outputs - batch * each),
                    batch == batches - 1))
        .toList();
  }

  private static long ceil(long of, long by) {
    return (of + by - 1) / by;
  }
}
