package io.cantus.training.spark;

import io.cantus.training.HyperParameters;
import java.io.Serializable;

/**
 * How a network is trained on Spark.
 *
 * @param batchSize examples in a minibatch
 * @param workers copies of the network that are trained side by side
 * @param batchesPerRound minibatches that each worker trains before the copies are averaged
 * @param seed of the order of the examples
 * @param defaultLabel the encoding's label of an uneventful step
 * @param steps minibatches to train, by all workers together and from where the run starts; 0 for
 *     no end
 */
public record TrainingPlan(
    int batchSize, int workers, int batchesPerRound, long seed, int defaultLabel, long steps)
    implements Serializable {
  public TrainingPlan {
    if (batchSize < 1 || workers < 1 || batchesPerRound < 1 || steps < 0) {
      throw new IllegalArgumentException(
          "batch size %d, %d workers, %d batches a round, %d steps"
              .formatted(batchSize, workers, batchesPerRound, steps));
    }
  }

  /** A plan with the batch size of the hyperparameters and ten batches a round. */
  public static TrainingPlan of(
      HyperParameters hyperParameters, int workers, long seed, int defaultLabel, long steps) {
    return new TrainingPlan(hyperParameters.batchSize(), workers, 10, seed, defaultLabel, steps);
  }
}
