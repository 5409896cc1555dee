package io.cantus.training.spark;

import io.cantus.training.EventMetrics;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.spark.RoundListener.BatchMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Trains a copy of the network on one worker's minibatches of a round, which are every {@code
 * stride}-th of the run from {@code firstBatch} on. It stops at the first loss that is not finite.
 */
final class AveragingWorker extends MultiLayerTrainingWorker<WorkerResult> {
  private static final long serialVersionUID = 1L;
  private static final RoundTimes.Worker NO_TIMES = new RoundTimes.Worker(0, 0, 0);

  private final UUID run;
  private final Broadcast<NetworkState> start;
  private final int stride;
  private final int defaultLabel;
  private final transient GradientNorms gradientNorms = new GradientNorms();
  private final List<BatchMetrics> batches = new ArrayList<>();
  private long nextBatch;
  private long examples;

  /**
   * @param firstBatch number of its first minibatch, counted from 0
   */
  AveragingWorker(
      UUID run, Broadcast<NetworkState> start, long firstBatch, int stride, int defaultLabel) {
    this.run = run;
    this.start = start;
    this.stride = stride;
    this.defaultLabel = defaultLabel;
    this.nextBatch = firstBatch;
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    MultiLayerNetwork network = Replicas.take(run, start.value()).network();
    network.setListeners(gradientNorms);
    return network;
  }

  @Override
  public WorkerResult processMinibatch(DataSet batch, MultiLayerNetwork network, boolean isLast) {
    long startNanos = System.nanoTime();
    EventMetrics metrics =
        EventRnnNetwork.of(network)
            .train((org.nd4j.linalg.dataset.DataSet) batch, nextBatch, defaultLabel);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    batches.add(new BatchMetrics(nextBatch + 1, metrics, gradientNorms.latest(), seconds));
    examples += batch.numExamples();
    nextBatch += stride;
    return isLast || !Double.isFinite(metrics.loss()) ? getFinalResult(network) : null;
  }

  @Override
  public WorkerResult getFinalResult(MultiLayerNetwork network) {
    return new WorkerResult(examples, batches, start.value().after(network), NO_TIMES);
  }

  @Override
  public WorkerResult getFinalResultNoData() {
    return new WorkerResult(0, List.of(), start.value(), NO_TIMES);
  }

  @Override
  public WorkerConfiguration getDataConfiguration() {
    throw new UnsupportedOperationException("minibatches come ready-made");
  }

  @Override
  public long getInstanceId() {
    return nextBatch;
  }
}
