package io.cantus.training.spark;

import io.cantus.training.EventMetrics;
import io.cantus.training.network.EventRnnNetwork;
import java.util.List;

/** Is told of every averaging round, on the driver and after the averaging. */
@FunctionalInterface
public interface RoundListener {

  /** Called after each round. What it throws ends the training. */
  void onRound(Round round);

  /**
   * An averaging round.
   *
   * @param step minibatches trained since the run began, by all workers and including this round
   * @param examples examples trained in this round
   * @param seconds time that this round took
   * @param batches what each minibatch of this round gave, in the order of their steps
   * @param network the averaged network, which changes with the next round
   */
  record Round(
      long step,
      long examples,
      double seconds,
      List<BatchMetrics> batches,
      EventRnnNetwork network) {}

  /**
   * A minibatch that was trained.
   *
   * @param step its number, counted from 1
   * @param metrics loss and accuracies before the step, with dropout
   */
  record BatchMetrics(long step, EventMetrics metrics) implements java.io.Serializable {}
}
