package io.cantus.jobs.train;

/** Tags of the scalars that a run logs beside the reference's. */
final class RunTags {
  /** The reference's own. */
  static final String STEPS_PER_SECOND = "global_step/sec";

  /** L2 norm of the gradient before clipping; below it, with a slash, that of each parameter. */
  static final String GRADIENT_NORM = "gradient_norm";

  /** Time of a training step of one worker. */
  static final String STEP_SECONDS = "step_secs";

  // Where the time of an averaging round went, in seconds.
  static final String TRAINING = "round/training_secs";
  static final String READING = "round/reading_secs";
  static final String SET_UP = "round/set_up_secs";
  static final String WAITING = "round/waiting_secs";
  static final String SPARK = "round/spark_secs";
  static final String AVERAGING = "round/averaging_secs";
  static final String EVALUATING = "round/evaluating_secs";
  static final String SAVING = "round/saving_secs";

  private RunTags() {}
}
