package io.cantus.training.checkpoint;

/**
 * The evaluation of a run that found the lowest loss.
 *
 * @param loss mean cross entropy in nats; infinite if there was no evaluation
 * @param step minibatches trained before it
 * @param since evaluations after it, none of which found a lower loss
 * @param latest minibatches trained before the latest evaluation
 */
public record BestEvaluation(double loss, long step, int since, long latest) {

  /** No evaluation yet. */
  public static final BestEvaluation NONE = new BestEvaluation(Double.POSITIVE_INFINITY, 0, 0, -1);

  /** Whether there was any evaluation with a finite loss. */
  public boolean exists() {
    return Double.isFinite(loss);
  }

  /** The best after one more evaluation; of equal ones the first. */
  public BestEvaluation after(double otherLoss, long otherStep) {
    return otherLoss < loss
        ? new BestEvaluation(otherLoss, otherStep, 0, otherStep)
        : new BestEvaluation(loss, step, since + 1, otherStep);
  }
}
