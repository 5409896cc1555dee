package io.cantus.training.spark;

/**
 * A loss or a weight is not a number or infinite: the weights cannot be trained any further. The
 * network is as it was before the round.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  private TrainingDivergedException(long step, String message) {
    super(message);
    this.step = step;
  }

  static TrainingDivergedException byLoss(long step, double loss) {
    return new TrainingDivergedException(
        step, "the loss of minibatch %d is %s".formatted(step, loss));
  }

  static TrainingDivergedException byWeights(long step) {
    return new TrainingDivergedException(
        step, "weights are not finite after minibatch %d".formatted(step));
  }

  /** Number of the minibatch with that loss or after which the weights were lost, from 1. */
  public long step() {
    return step;
  }
}
