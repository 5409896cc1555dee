package io.cantus.jobs.model;

import io.cantus.jobs.io.HiddenFolder;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.transforms.BadInputException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** Checkpoints of a training run: {@code RUN_DIR/train/model.ckpt-STEP.zip}. */
public final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("model\\.ckpt-([0-9]{1,18})\\.zip");

  private final Storage storage;
  private final Path folder;

  private CheckpointFolder(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** The checkpoints of the run in {@code runDir}, which need not exist. */
  public static CheckpointFolder of(Storage storage, String runDir) {
    return new CheckpointFolder(storage, trainDir(storage, runDir));
  }

  /** The checkpoint with the lowest evaluation loss of a run: {@code RUN_DIR/best}. */
  public static CheckpointFolder best(Storage storage, String runDir) {
    return new CheckpointFolder(storage, new Path(storage.path(runDir), "best"));
  }

  /** Where a run keeps what its training leaves. */
  public static Path trainDir(Storage storage, String runDir) {
    return new Path(storage.path(runDir), "train");
  }

  /** The checkpoint after the most steps; empty if there is none. */
  public Optional<Path> latest() {
    SortedMap<Long, Path> found = byStep();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.lastKey()));
  }

  /** Where the checkpoint after so many steps is, or would be. */
  public Path at(long step) {
    return new Path(folder, "model.ckpt-%d.zip".formatted(step));
  }

  private SortedMap<Long, Path> byStep() {
    SortedMap<Long, Path> found = new TreeMap<>();
    for (Path path : storage.children(folder)) {
      Matcher name = NAME.matcher(path.getName());
      if (name.matches()) {
        found.put(Long.parseLong(name.group(1)), path);
      }
    }
    return found;
  }

  /**
   * Reads a checkpoint, which the caller closes.
   *
   * @throws BadInputException if it is none or damaged
   */
  public Checkpoint read(Path path) {
    return Checkpoint.of(storage.readInput(path.toString(), "checkpoint"), Storage.shown(path));
  }

  /**
   * Writes a checkpoint, whole or not at all. One that is there after as many steps stays: a run
   * that is killed in between must find either.
   */
  public void write(Checkpoint checkpoint) {
    Path path = at(checkpoint.state().step());
    if (storage.exists(path)) {
      return;
    }
    byte[] bytes = checkpoint.toBytes();
    try (Publication publication = Publication.open(storage, folder, List.of(), IfExists.REFUSE)) {
      publication.finish(path, out -> out.write(bytes));
      publication.publish();
    }
  }

  /**
   * Removes the oldest checkpoints.
   *
   * @param keep how many there may be afterwards; 0 for any number
   */
  public void prune(int keep) {
    SortedMap<Long, Path> found = byStep();
    while (keep > 0 && found.size() > keep) {
      storage.deleteAll(found.remove(found.firstKey()));
    }
  }

  /**
   * Removes what a run that is to go on from an earlier step has left: checkpoints after {@code
   * step}, and those that were not finished when it was killed.
   */
  public void rewind(long step) {
    byStep().tailMap(step + 1).values().forEach(storage::deleteAll);
    for (Path path : storage.children(folder)) {
      if (path.getName().startsWith(HiddenFolder.PREFIX)) {
        storage.deleteAll(path);
      }
    }
  }
}
