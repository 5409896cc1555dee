package io.cantus.training.spark;

/** The loss is not a number or infinite: the weights cannot be trained any further. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  TrainingDivergedException(long step, double loss) {
    super(
        ("the loss of minibatch %d is %s: training has diverged;"
                + " try a smaller learning_rate or clip_norm")
            .formatted(step, loss));
    this.step = step;
  }

  /** Number of the minibatch with that loss, counted from 1. */
  public long step() {
    return step;
  }
}
