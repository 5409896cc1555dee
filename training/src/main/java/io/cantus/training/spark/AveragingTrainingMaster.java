package io.cantus.training.spark;

import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.spark.RoundListener.BatchMetrics;
import io.cantus.training.spark.RoundListener.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Parameter averaging that drops nothing. Partition {@code r * workers + w} of the training data
 * holds what worker {@code w} trains in round {@code r}: any number of minibatches, even none.
 * After a round, parameters and the optimizer's state are averaged in the order of the workers,
 * each weighed by the examples it trained. (DL4J's own ParameterAveragingTrainingMaster skips
 * whatever does not fill a round and weighs all workers alike.)
 */
final class AveragingTrainingMaster
    extends MultiLayerTrainingMaster<WorkerResult, AveragingWorker> {
  private final int workers;
  private final int defaultLabel;
  private final RoundListener listener;
  private long batches;
  private long examples;

  /**
   * @param batches minibatches that the run has trained before, by all workers
   */
  AveragingTrainingMaster(TrainingPlan plan, long batches, RoundListener listener) {
    this.workers = plan.workers();
    this.defaultLabel = plan.defaultLabel();
    this.batches = batches;
    this.listener = listener;
  }

  /** Minibatches that the run has trained, counted by the workers. */
  long batches() {
    return batches;
  }

  /** Examples that this master has trained, counted by the workers. */
  long examples() {
    return examples;
  }

  @Override
  public AveragingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    return new AveragingWorker(broadcast(network), batches, workers, defaultLabel);
  }

  private static Broadcast<NetworkState> broadcast(SparkDl4jMultiLayer network) {
    return network.getSparkContext().broadcast(NetworkState.of(network.getNetwork()));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData) {
    int partitions = trainingData.getNumPartitions();
    if (partitions % workers != 0) {
      throw new IllegalArgumentException(
          "%d partitions do not make rounds of %d workers".formatted(partitions, workers));
    }
    for (int first = 0; first < partitions; first += workers) {
      trainRound(network, trainingData, first);
    }
  }

  private void trainRound(
      SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData, int firstPartition) {
    long startNanos = System.nanoTime();
    Broadcast<NetworkState> start = broadcast(network);
    List<WorkerResult> results =
        run(trainingData, firstPartition, new RoundTask(start, batches, workers, defaultLabel));
    start.destroy();
    List<BatchMetrics> trained =
        results.stream()
            .flatMap(result -> result.batches().stream())
            .sorted(Comparator.comparingLong(BatchMetrics::step))
            .toList();
    for (BatchMetrics batch : trained) {
      if (!Double.isFinite(batch.metrics().loss())) {
        throw new TrainingDivergedException(batch.step(), batch.metrics().loss());
      }
    }
    long roundExamples = results.stream().mapToLong(WorkerResult::examples).sum();
    if (roundExamples > 0) {
      average(results, roundExamples).restore(network.getNetwork());
    }
    batches += trained.size();
    examples += roundExamples;
    listener.onRound(
        new Round(
            batches,
            roundExamples,
            (System.nanoTime() - startNanos) / 1e9,
            trained,
            EventRnnNetwork.of(network.getNetwork())));
  }

  private List<WorkerResult> run(
      JavaRDD<DataSet> trainingData, int firstPartition, RoundTask task) {
    int[] partitions = IntStream.range(firstPartition, firstPartition + workers).toArray();
    List<WorkerResult> results = new ArrayList<>();
    for (List<WorkerResult> partition :
        trainingData.mapPartitionsWithIndex(task::train, true).collectPartitions(partitions)) {
      results.addAll(partition);
    }
    return results;
  }

  /** The weighted mean of the workers' networks, added up in the order of the workers. */
  private static NetworkState average(List<WorkerResult> results, long totalExamples) {
    NetworkState any = results.get(0).state();
    double[] parameters = new double[any.parameters().length];
    double[] updaterState = new double[any.updaterState().length];
    int iteration = 0;
    for (WorkerResult result : results) {
      double weight = (double) result.examples() / totalExamples;
      if (weight > 0) {
        addWeighted(parameters, weight, result.state().parameters());
        addWeighted(updaterState, weight, result.state().updaterState());
        iteration = Math.max(iteration, result.state().iteration());
      }
    }
    return new NetworkState(
        any.configuration(), iteration, toFloats(parameters), toFloats(updaterState));
  }

  private static void addWeighted(double[] sum, double weight, float[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[i];
    }
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** What a task of a round does. */
  private record RoundTask(
      Broadcast<NetworkState> start, long firstBatch, int workers, int defaultLabel)
      implements java.io.Serializable {

    Iterator<WorkerResult> train(int partition, Iterator<DataSet> batches) {
      NativeThreads.useOne();
      AveragingWorker worker =
          new AveragingWorker(start, firstBatch + partition % workers, workers, defaultLabel);
      if (!batches.hasNext()) {
        return List.of(worker.getFinalResultNoData()).iterator();
      }
      try (EventRnnNetwork replica = EventRnnNetwork.of(worker.getInitialModel())) {
        WorkerResult result = null;
        while (result == null) {
          result = worker.processMinibatch(batches.next(), replica.network(), !batches.hasNext());
        }
        return List.of(result).iterator();
      }
    }
  }
}
