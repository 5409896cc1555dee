package io.cantus.training.spark;

import io.cantus.training.CounterRandom;
import io.cantus.training.SeededPermutation;
import java.io.Serializable;
import org.apache.spark.Partitioner;

/**
 * Which example goes where in one epoch. A seeded permutation puts the examples in line; every
 * {@code batchSize} of them make a minibatch, the last one a smaller one. Batches {@code first} to
 * {@code end} are dealt out in turn to the workers, in averaging rounds of {@code batchesPerWorker}
 * batches for each. The batches of a worker in a round make a partition.
 */
final class Epoch implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SeededPermutation order;
  private final int batchSize;
  private final int workers;
  private final int batchesPerWorker;
  private final long firstBatch;
  private final long endBatch;

  /**
   * @param examples how many there are, at least 1
   * @param number of the epoch; each has another order
   * @param firstBatch first batch of the epoch to train
   * @param endBatch one more than the last batch to train
   */
  Epoch(TrainingPlan plan, long examples, long number, long firstBatch, long endBatch) {
    this.order = new SeededPermutation(examples, CounterRandom.bits(plan.seed(), number));
    this.batchSize = plan.batchSize();
    this.workers = plan.workers();
    this.batchesPerWorker = plan.batchesPerRound();
    this.firstBatch = firstBatch;
    this.endBatch = endBatch;
  }

  /** Place in line of the example with this index. */
  long position(long index) {
    return order.apply(index);
  }

  /** Whether the example at this place belongs to a batch that is trained. */
  boolean trains(long position) {
    long batch = batch(position);
    return batch >= firstBatch && batch < endBatch;
  }

  long batch(long position) {
    return position / batchSize;
  }

  private long batchesPerRound() {
    return (long) workers * batchesPerWorker;
  }

  int rounds() {
    long batches = endBatch - firstBatch;
    return Math.toIntExact((batches + batchesPerRound() - 1) / batchesPerRound());
  }

  Partitioner partitioner() {
    return new RoundPartitioner(this);
  }

  private int partition(long position) {
    long batch = batch(position) - firstBatch;
    long round = batch / batchesPerRound();
    return Math.toIntExact(round * workers + batch % workers);
  }

  /**
   * Puts what worker {@code w} trains in round {@code r} into partition {@code r * workers + w}.
   */
  private static final class RoundPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final Epoch epoch;

    RoundPartitioner(Epoch epoch) {
      this.epoch = epoch;
    }

    @Override
    public int numPartitions() {
      return epoch.rounds() * epoch.workers;
    }

    @Override
    public int getPartition(Object position) {
      return epoch.partition((Long) position);
    }
  }
}
