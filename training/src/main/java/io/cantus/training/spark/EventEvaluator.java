package io.cantus.training.spark;

import io.cantus.training.EventMetrics;
import io.cantus.training.network.EventBatch;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.network.SparseExample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Measures loss and accuracies of a network over a set of examples, every one counted once. */
public final class EventEvaluator {
  private EventEvaluator() {}

  /**
   * The metrics over all examples, without dropout.
   *
   * @param batchSize examples that are computed at once
   * @param defaultLabel the encoding's label of an uneventful step
   */
  public static EventMetrics evaluate(
      JavaSparkContext context,
      EventRnnNetwork network,
      JavaRDD<SparseExample> examples,
      int batchSize,
      int defaultLabel) {
    Broadcast<NetworkState> state = context.broadcast(NetworkState.of(network.network()));
    List<EventMetrics> parts =
        examples
            .mapPartitions(
                part -> List.of(evaluate(state.value(), part, batchSize, defaultLabel)).iterator())
            .collect();
    state.destroy();
    EventMetrics all = new EventMetrics(network.shape().numClasses(), defaultLabel);
    parts.forEach(all::merge);
    return all;
  }

  private static EventMetrics evaluate(
      NetworkState state, Iterator<SparseExample> examples, int batchSize, int defaultLabel) {
    NativeThreads.useOne();
    try (EventRnnNetwork network = state.instantiate()) {
      EventMetrics metrics = new EventMetrics(network.shape().numClasses(), defaultLabel);
      List<SparseExample> batch = new ArrayList<>();
      while (examples.hasNext()) {
        batch.add(examples.next());
        if (batch.size() == batchSize || !examples.hasNext()) {
          metrics.merge(network.evaluate(EventBatch.of(batch), defaultLabel));
          batch.clear();
        }
      }
      return metrics;
    }
  }
}
