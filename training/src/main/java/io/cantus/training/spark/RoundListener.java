package io.cantus.training.spark;

import io.cantus.training.EventMetrics;
import io.cantus.training.TrainingPosition;
import io.cantus.training.network.EventRnnNetwork;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;

/** Is told of every averaging round, on the driver and after the averaging. */
@FunctionalInterface
public interface RoundListener {

  /** What is to come after a round. */
  enum Then {
    GO_ON,
    STOP
  }

  /** Called after each round. What it throws ends the training. */
  Then onRound(Round round);

  /**
   * An averaging round.
   *
   * @param position after this round
   * @param examples examples trained in this round
   * @param times where its time went
   * @param batches what each minibatch of this round gave, in the order of their steps
   * @param network the averaged network, which changes with the next round
   */
  record Round(
      TrainingPosition position,
      long examples,
      RoundTimes times,
      List<BatchMetrics> batches,
      EventRnnNetwork network) {

    /** Minibatches trained in the run's whole life, including this round. */
    public long step() {
      return position.step();
    }
  }

  /**
   * A minibatch that was trained.
   *
   * @param step its number, counted from 1
   * @param metrics loss and accuracies before the step, with dropout
   * @param gradientNorms L2 norm of each parameter's gradient before clipping
   * @param seconds time that the step took
   */
  record BatchMetrics(
      long step, EventMetrics metrics, SortedMap<String, Double> gradientNorms, double seconds)
      implements Serializable {

    /** L2 norm of the whole gradient before clipping. */
    public double gradientNorm() {
      double sum = 0;
      for (double norm : gradientNorms.values()) {
        sum += norm * norm;
      }
      return Math.sqrt(sum);
    }
  }
}
