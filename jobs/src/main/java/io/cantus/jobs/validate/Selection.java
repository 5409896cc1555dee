package io.cantus.jobs.validate;

import io.cantus.jobs.io.FolderWalk;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.Glob;
import io.cantus.jobs.io.OutputName;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.manifest.Shard;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Finds out which files are meant, and what can be said before they are opened: which are missing,
 * and which no manifest knows.
 */
final class Selection {
  private final Storage storage;
  private final Map<Path, FolderManifests> manifests = new HashMap<>();

  /** By path, so that none is checked twice; the locations of equal paths may be spelled apart. */
  private final Map<Path, Target> targets = new TreeMap<>();

  private final Map<Path, FileReport> faults = new TreeMap<>();

  private Selection(Storage storage) {
    this.storage = storage;
  }

  /**
   * Looks at paths: files, patterns, {@code name@N}, manifests, and folders with all that is in
   * them.
   *
   * @throws BadInputException if there is nothing at one of them
   */
  static Selection of(Storage storage, List<String> paths) {
    Selection selection = new Selection(storage);
    paths.forEach(selection::add);
    return selection;
  }

  /** The files to check. */
  List<Target> targets() {
    return List.copyOf(targets.values());
  }

  /** What is wrong without looking into a file. */
  List<FileReport> faults() {
    return List.copyOf(faults.values());
  }

  private void add(String text) {
    Path path = storage.path(text);
    if (storage.exists(path)) {
      add(path);
      return;
    }
    OutputName shards = OutputName.parse(Storage.expandHome(text));
    if (!shards.files().contains(shards.base())) {
      shards.paths(storage).forEach(this::add);
      return;
    }
    List<Path> matches = Glob.matches(storage, path);
    if (matches.isEmpty()) {
      throw new BadInputException("there is nothing at %s".formatted(Storage.shown(path)));
    }
    matches.forEach(this::add);
  }

  private void add(Path path) {
    FileStatus status = storage.status(path);
    if (status == null) {
      addFault(path, "missing");
    } else if (status.isDirectory()) {
      addFolder(path);
    } else if (FolderManifests.isManifest(path.getName())) {
      addManifest(path);
    } else {
      addFile(path, status.getLen());
    }
  }

  private void addFile(Path path, long bytes) {
    Target target =
        new Target(
            Storage.location(path),
            bytes,
            manifests(path.getParent()).expectation(path.getName()).orElse(null));
    targets.put(path, target);
  }

  private void addManifest(Path path) {
    FolderManifests beside = manifests(path.getParent());
    for (Shard shard : beside.shards(path.getName())) {
      Path file = new Path(path.getParent(), shard.name());
      FileStatus status = storage.status(file);
      if (status == null) {
        addFault(
            file,
            "missing, %s lists it with %d records".formatted(path.getName(), shard.records()));
      } else {
        addFile(file, status.getLen());
      }
    }
  }

  private FolderManifests manifests(Path folder) {
    FolderManifests found = manifests.get(folder);
    if (found == null) {
      found = FolderManifests.in(storage, folder);
      manifests.put(folder, found);
      found.faults().forEach(this::addFault);
    }
    return found;
  }

  private void addFault(Path path, String damage) {
    faults.put(path, FileReport.damaged(Storage.shown(path), damage));
  }

  private void addFolder(Path root) {
    List<Path> found = new ArrayList<>();
    for (Entry entry : FolderWalk.list(storage, root, Depth.ALL_SUBFOLDERS, Selection::isHidden)) {
      Path path = entry.path();
      if (entry.kind() == FolderWalk.Kind.UNREADABLE_FOLDER) {
        addFault(path, "the folder cannot be listed");
      } else if (entry.kind() == FolderWalk.Kind.FILE) {
        if (FolderManifests.isManifest(path.getName())) {
          found.add(path);
          addManifest(path);
        } else if (TfRecordFile.isRead(path.getName())) {
          found.add(path);
          if (manifests(path.getParent()).isStranger(path.getName())) {
            addFault(
                path, "no manifest beside it lists it, but it is read with those that are listed");
          } else {
            addFile(path, entry.bytes());
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw new BadInputException(
          "there are no TFRecord files in %s".formatted(Storage.shown(root)));
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
