package io.cantus.training.spark;

import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.spark.RoundListener.BatchMetrics;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a Spark task does in a round: trains the minibatches of one worker, which are those of one
 * partition.
 *
 * @param run whose networks are kept for its next round
 * @param start the network before the round
 * @param firstBatch number of the round's first minibatch, counted from 0
 */
record WorkerTask(
    UUID run, Broadcast<NetworkState> start, long firstBatch, int workers, int defaultLabel)
    implements Serializable {

  Iterator<WorkerResult> train(int partition, Iterator<DataSet> batches) {
    NativeThreads.useOne();
    AveragingWorker worker =
        new AveragingWorker(run, start, firstBatch + partition % workers, workers, defaultLabel);
    if (!batches.hasNext()) {
      return List.of(worker.getFinalResultNoData()).iterator();
    }
    long startNanos = System.nanoTime();
    EventRnnNetwork replica = EventRnnNetwork.of(worker.getInitialModel());
    boolean sound = false;
    try {
      double setUp = secondsSince(startNanos);
      double reading = 0;
      WorkerResult result = null;
      while (result == null) {
        long readNanos = System.nanoTime();
        DataSet batch = batches.next();
        boolean last = !batches.hasNext();
        reading += secondsSince(readNanos);
        result = worker.processMinibatch(batch, replica.network(), last);
      }
      double training = result.batches().stream().mapToDouble(BatchMetrics::seconds).sum();
      sound = result.divergence().isEmpty();
      return List.of(result.with(new RoundTimes.Worker(training, reading, setUp))).iterator();
    } finally {
      if (sound) {
        Replicas.giveBack(run, replica);
      } else {
        replica.close();
      }
    }
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
