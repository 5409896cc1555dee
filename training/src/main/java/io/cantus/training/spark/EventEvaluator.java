package io.cantus.training.spark;

import io.cantus.training.EventMetrics;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.network.SparseExample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Measures loss and accuracies of networks over a set of examples, every one counted once, the last
 * partial batch included. The result does not depend, to the bit, on how the examples are
 * partitioned or how many cores there are.
 */
public final class EventEvaluator implements AutoCloseable {
  private final JavaSparkContext context;
  private final IndexedExamples examples;
  private final JavaRDD<DataSet> batches;
  private final int partitions;
  private final int defaultLabel;

  /**
   * Counts the examples and keeps them.
   *
   * @param batchSize examples that are computed at once
   * @param defaultLabel the encoding's label of an uneventful step
   */
  public EventEvaluator(
      JavaSparkContext context, JavaRDD<SparseExample> records, int batchSize, int defaultLabel) {
    this.context = context;
    this.defaultLabel = defaultLabel;
    examples = new IndexedExamples(records);
    long count = (examples.count() + batchSize - 1) / batchSize;
    partitions = (int) Math.max(1, Math.min(count, context.defaultParallelism()));
    int batchesPerPartition = Math.toIntExact((count + partitions - 1) / partitions);
    TrainingPlan oneRound =
        new TrainingPlan(
            batchSize, partitions, Math.max(1, batchesPerPartition), 0, defaultLabel, 0);
    // One round of an epoch deals out every batch once.
    batches =
        count == 0
            ? context.emptyRDD()
            : examples.batches(new Epoch(oneRound, examples.count(), 0, 0, count));
  }

  /** Examples of the set. */
  public long examples() {
    return examples.count();
  }

  /** The metrics over all examples, without dropout. */
  public EventMetrics evaluate(EventRnnNetwork network) {
    Broadcast<NetworkState> state = context.broadcast(NetworkState.of(network.network()));
    EvaluationTask task = new EvaluationTask(state, partitions, defaultLabel);
    List<BatchResult> results =
        new ArrayList<>(batches.mapPartitionsWithIndex(task::evaluate, true).collect());
    state.destroy();
    results.sort(Comparator.comparingLong(BatchResult::number));
    EventMetrics all = new EventMetrics(network.shape().numClasses(), defaultLabel);
    results.forEach(result -> all.merge(result.metrics()));
    return all;
  }

  @Override
  public void close() {
    examples.close();
  }

  private record BatchResult(long number, EventMetrics metrics) implements Serializable {}

  private record EvaluationTask(Broadcast<NetworkState> state, int partitions, int defaultLabel)
      implements Serializable {

    Iterator<BatchResult> evaluate(int partition, Iterator<DataSet> batches) {
      NativeThreads.useOne();
      List<BatchResult> results = new ArrayList<>();
      try (EventRnnNetwork network = state.value().instantiate()) {
        long number = partition;
        while (batches.hasNext()) {
          results.add(new BatchResult(number, network.evaluate(batches.next(), defaultLabel)));
          number += partitions;
        }
      }
      return results.iterator();
    }
  }
}
