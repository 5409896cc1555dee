package io.cantus.training.spark;

import io.cantus.training.spark.RoundListener.BatchMetrics;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;

/**
 * What one worker made of its part of a round.
 *
 * @param examples how many it trained
 * @param batches the minibatches it trained, in order
 * @param state the network afterwards; without meaning if it trained nothing
 * @param times where its time went
 */
record WorkerResult(
    long examples, List<BatchMetrics> batches, NetworkState state, RoundTimes.Worker times)
    implements TrainingResult, Serializable {

  WorkerResult with(RoundTimes.Worker measured) {
    return new WorkerResult(examples, batches, state, measured);
  }

  /** The first sign that the weights are lost; empty if there is none. */
  Optional<TrainingDivergedException> divergence() {
    for (BatchMetrics batch : batches) {
      if (!Double.isFinite(batch.metrics().loss())) {
        return Optional.of(TrainingDivergedException.byLoss(batch.step(), batch.metrics().loss()));
      }
    }
    return batches.isEmpty() || state.isFinite()
        ? Optional.empty()
        : Optional.of(TrainingDivergedException.byWeights(batches.get(batches.size() - 1).step()));
  }

  @Override
  public void setStats(SparkTrainingStats statistics) {
    throw new UnsupportedOperationException("no statistics are collected");
  }
}
