package io.cantus.jobs.sweep;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.train.RunRecord;
import io.cantus.jobs.train.TrainRequest;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A run of a sweep as its folder shows it.
 *
 * @param hparams what is different in it
 * @param record what it has logged; empty if it was never begun
 * @param failure why it failed, in one line; empty if it did not
 */
record SweepRun(
    int index, String hparams, Standing standing, Optional<RunRecord> record, String failure) {
  private static final String FAILURE = "failed.txt";

  /** How far a run has come. */
  enum Standing {
    DONE("done"),
    FAILED("failed"),
    UNFINISHED("not finished"),
    WAITING("not begun");

    private final String text;

    Standing(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Reads what a run has left so far. */
  static SweepRun read(Storage storage, Sweep sweep, int index) {
    TrainRequest request = sweep.requests().get(index);
    Optional<RunRecord> record = Optional.empty();
    String failure;
    try {
      record = RunRecord.read(storage, request.runDir());
      failure = failure(storage, request);
    } catch (BadInputException e) {
      failure = e.getMessage();
    }
    return new SweepRun(
        index,
        sweep.combinations().get(index),
        standing(storage, request, record, failure),
        record,
        failure);
  }

  private static Standing standing(
      Storage storage, TrainRequest request, Optional<RunRecord> record, String failure) {
    if (!failure.isEmpty()) {
      return Standing.FAILED;
    }
    if (record.isEmpty()) {
      return Standing.WAITING;
    }
    Path bundle = new Path(storage.path(request.runDir()), request.config().name() + ".mag");
    return record.get().isOver(request) && storage.exists(bundle)
        ? Standing.DONE
        : Standing.UNFINISHED;
  }

  private static Path failurePath(Storage storage, TrainRequest request) {
    return new Path(storage.path(request.runDir()), FAILURE);
  }

  private static String failure(Storage storage, TrainRequest request) {
    Path path = failurePath(storage, request);
    return storage.exists(path)
        ? new String(storage.readInput(path.toString(), "reason"), StandardCharsets.UTF_8).strip()
        : "";
  }

  /** Writes down that a run has failed, and why. */
  static void fail(Storage storage, TrainRequest request, String reason) {
    Path path = failurePath(storage, request);
    try (OutputStream out = storage.create(path)) {
      out.write((reason + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + Storage.shown(path), e);
    }
  }

  /** Forgets that a run has failed, which is to be tried again. */
  static void forgive(Storage storage, TrainRequest request) {
    storage.deleteAll(failurePath(storage, request));
  }

  /** What runs are ranked by: the lowest evaluation loss, else the last training loss. */
  double loss() {
    return standing == Standing.FAILED
        ? Double.POSITIVE_INFINITY
        : record.map(RunRecord::rankingLoss).orElse(Double.POSITIVE_INFINITY);
  }

  String name() {
    return Sweep.name(index);
  }

  long step() {
    return record.map(begun -> begun.state().step()).orElse(0L);
  }

  /** Whether nothing more will come of it unless it is trained again. */
  boolean isOver() {
    return standing == Standing.DONE || standing == Standing.FAILED;
  }
}
