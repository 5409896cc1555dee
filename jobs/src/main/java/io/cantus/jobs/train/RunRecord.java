package io.cantus.jobs.train;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.tensorboard.Scalars;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.Path;

/**
 * What a run has left in its folder.
 *
 * @param state of its latest checkpoint
 * @param trained what it has logged of its training
 * @param evaluated what its evaluations have found
 */
public record RunRecord(TrainingState state, Scalars trained, Scalars evaluated) {

  /** The run in a folder; empty if none was begun there. */
  public static Optional<RunRecord> read(Storage storage, String runDir) {
    CheckpointFolder checkpoints = CheckpointFolder.of(storage, runDir);
    Optional<Path> latest = checkpoints.latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    try (Checkpoint checkpoint = checkpoints.read(latest.get())) {
      return Optional.of(
          new RunRecord(
              checkpoint.state(),
              EventFolder.read(storage, CheckpointFolder.trainDir(storage, runDir)),
              EventFolder.read(storage, Evaluations.folder(storage, runDir))));
    }
  }

  /** Whether it has come as far as {@code request} asks, or has found nothing better for long. */
  public boolean isOver(TrainRequest request) {
    int patience = request.evaluation().patience();
    return state.step() >= request.length().steps()
        || (patience > 0 && state.best().exists() && state.best().since() >= patience);
  }

  /** The lowest evaluation loss, in nats; without evaluations the last training loss. */
  public double rankingLoss() {
    return state.best().exists()
        ? state.best().loss()
        : lastLoss().orElse(Double.POSITIVE_INFINITY);
  }

  /** Accuracy of the evaluation with the lowest loss, 0 to 1. */
  public OptionalDouble bestAccuracy() {
    return evaluated.of("metrics/accuracy").stream()
        .filter(point -> point.step() == state.best().step())
        .mapToDouble(Scalars.Point::value)
        .findFirst();
  }

  /** Loss of the last minibatch that was logged, in nats. */
  public OptionalDouble lastLoss() {
    List<Scalars.Point> losses = trained.of("loss");
    return losses.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(losses.get(losses.size() - 1).value());
  }

  /** Mean speed over what was logged, of all workers together. */
  public OptionalDouble stepsPerSecond() {
    return trained.of(RunTags.STEPS_PER_SECOND).stream()
        .mapToDouble(Scalars.Point::value)
        .average();
  }
}
