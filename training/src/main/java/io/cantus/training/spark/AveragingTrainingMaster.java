package io.cantus.training.spark;

import io.cantus.training.TrainingPosition;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.spark.RoundListener.BatchMetrics;
import io.cantus.training.spark.RoundListener.Round;
import io.cantus.training.spark.RoundListener.Then;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  /** Half of the relative distance of neighbouring 32-bit numbers: less is no change. */
  private static final double ROUNDING = 0x1.0p-24;

  private final UUID run;
  private final int workers;
  private final int defaultLabel;
  private final RoundListener listener;
  private TrainingPosition position;
  private Then then = Then.GO_ON;
  private boolean changed;

  /**
   * @param run whose networks the workers keep from round to round
   * @param position what the run has trained before
   */
  AveragingTrainingMaster(
      UUID run, TrainingPlan plan, TrainingPosition position, RoundListener listener) {
    this.run = run;
    this.workers = plan.workers();
    this.defaultLabel = plan.defaultLabel();
    this.position = position;
    this.listener = listener;
  }

  /** How far the run has come, counted by the workers. */
  TrainingPosition position() {
    return position;
  }

  /** Begins the next epoch where one is over. */
  void enterEpoch(long batchesPerEpoch) {
    position = position.within(batchesPerEpoch);
  }

  /** Whether the listener wants no more. */
  boolean stopped() {
    return then == Then.STOP;
  }

  @Override
  public AveragingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    return new AveragingWorker(
        run,
        broadcast(network, NetworkState.of(network.getNetwork())),
        position.step(),
        workers,
        defaultLabel);
  }

  private static Broadcast<NetworkState> broadcast(
      SparkDl4jMultiLayer network, NetworkState state) {
    return network.getSparkContext().broadcast(state);
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData) {
    int partitions = trainingData.getNumPartitions();
    if (partitions % workers != 0) {
      throw new IllegalArgumentException(
          "%d partitions do not make rounds of %d workers".formatted(partitions, workers));
    }
    for (int first = 0; first < partitions && !stopped(); first += workers) {
      trainRound(network, trainingData, first);
    }
  }

  private void trainRound(
      SparkDl4jMultiLayer network, JavaRDD<DataSet> trainingData, int firstPartition) {
    long startNanos = System.nanoTime();
    NetworkState start = NetworkState.of(network.getNetwork());
    List<WorkerResult> results = run(network, start, trainingData, firstPartition);
    long averagingNanos = System.nanoTime();
    requireFinite(results);
    long examples = results.stream().mapToLong(WorkerResult::examples).sum();
    List<BatchMetrics> batches =
        results.stream()
            .flatMap(result -> result.batches().stream())
            .sorted(Comparator.comparingLong(BatchMetrics::step))
            .toList();
    if (examples > 0) {
      NetworkState averaged = average(results, examples);
      requireChange(start, averaged, batches);
      averaged.restore(network.getNetwork());
    }
    position = position.after(batches.size(), examples);
    long endNanos = System.nanoTime();
    RoundTimes times =
        RoundTimes.of(
            (endNanos - startNanos) / 1e9,
            (endNanos - averagingNanos) / 1e9,
            results.stream().map(WorkerResult::times).toList());
    then =
        listener.onRound(
            new Round(
                position, examples, times, batches, EventRnnNetwork.of(network.getNetwork())));
  }

  private List<WorkerResult> run(
      SparkDl4jMultiLayer network,
      NetworkState start,
      JavaRDD<DataSet> trainingData,
      int firstPartition) {
    Broadcast<NetworkState> everywhere = broadcast(network, start);
    WorkerTask task = new WorkerTask(run, everywhere, position.step(), workers, defaultLabel);
    int[] partitions = IntStream.range(firstPartition, firstPartition + workers).toArray();
    List<WorkerResult> results = new ArrayList<>();
    for (List<WorkerResult> partition :
        trainingData.mapPartitionsWithIndex(task::train, true).collectPartitions(partitions)) {
      results.addAll(partition);
    }
    everywhere.destroy();
    return results;
  }

  private static void requireFinite(List<WorkerResult> results) {
    results.stream()
        .map(WorkerResult::divergence)
        .flatMap(Optional::stream)
        .min(Comparator.comparingLong(TrainingDivergedException::step))
        .ifPresent(
            divergence -> {
              throw divergence;
            });
  }

  /** Whoever trains in vain should not have to wait for the end to see it. */
  private void requireChange(NetworkState start, NetworkState end, List<BatchMetrics> batches) {
    if (!changed && end.distance(start) <= ROUNDING * start.norm()) {
      double largest = batches.stream().mapToDouble(BatchMetrics::gradientNorm).max().orElse(0);
      throw new BadInputException(
          "no weight has changed in the first %d minibatches: %s"
              .formatted(
                  batches.size(),
                  largest == 0
                      ? "all gradients are zero"
                      : "the steps are too small for 32 bits, though gradients are up to %.3g; "
                              .formatted(largest)
                          + "give a larger learning_rate"));
    }
    changed = true;
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
}
