package io.cantus.training.spark;

import io.cantus.training.spark.RoundListener.BatchMetrics;
import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;

/**
 * What one worker made of its part of a round.
 *
 * @param examples how many it trained
 * @param batches the minibatches it trained, in order
 * @param state the network afterwards; without meaning if it trained nothing
 */
record WorkerResult(long examples, List<BatchMetrics> batches, NetworkState state)
    implements TrainingResult, Serializable {

  @Override
  public void setStats(SparkTrainingStats statistics) {
    throw new UnsupportedOperationException("no statistics are collected");
  }
}
