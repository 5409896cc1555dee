package io.cantus.training;

import java.io.Serializable;

/**
 * How far a run has come, between two averaging rounds.
 *
 * @param step minibatches trained in the run's whole life, by all workers
 * @param examples examples trained in the run's whole life, by all workers
 * @param epoch the epoch that the run is in, counted from 0
 * @param batch minibatches of that epoch that are trained
 */
public record TrainingPosition(long step, long examples, long epoch, long batch)
    implements Serializable {

  /** Where every run begins. */
  public static final TrainingPosition START = new TrainingPosition(0, 0, 0, 0);

  public TrainingPosition {
    if (step < 0 || examples < 0 || epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "step %d, %d examples, batch %d of epoch %d".formatted(step, examples, batch, epoch));
    }
  }

  /**
   * The same position with at least one batch of its epoch to come: where an epoch of {@code
   * batchesPerEpoch} is over, the next begins.
   */
  public TrainingPosition within(long batchesPerEpoch) {
    return new TrainingPosition(
        step, examples, epoch + batch / batchesPerEpoch, batch % batchesPerEpoch);
  }

  /** The position after some more batches of the same epoch. */
  public TrainingPosition after(long batches, long moreExamples) {
    return new TrainingPosition(step + batches, examples + moreExamples, epoch, batch + batches);
  }
}
