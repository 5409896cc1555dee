package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Lists a folder in Magenta's order: the files of a folder, then its subfolders one after another.
 * Names are sorted by code point, so that the order is the same everywhere.
 */
public final class FolderWalk {
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  /** What was met on the walk. */
  public enum Kind {
    FILE,
    /** A folder that was not entered. */
    FOLDER,
    /** A folder that could not be listed. */
    UNREADABLE_FOLDER,
    /** A link to a folder that holds it, which was not entered. */
    LINK_LOOP
  }

  /** Which folders are entered. */
  public enum Depth {
    THIS_FOLDER,
    ALL_SUBFOLDERS
  }

  /**
   * A file, or a folder that was not entered.
   *
   * @param name path relative to the folder of the walk, parts joined by {@code /}
   * @param location where to find it, see {@link #path}
   * @param bytes size of a file
   * @param modified when it was last modified, in milliseconds since 1970
   */
  public record Entry(String name, String location, long bytes, long modified, Kind kind)
      implements Serializable {
    public Path path() {
      return Storage.at(location);
    }
  }

  private final Storage storage;
  private final Depth depth;
  private final Predicate<String> neverEntered;
  private final List<Entry> entries = new ArrayList<>();

  /** Where the folders really are that the walk is in; local ones only, others have no links. */
  private final Deque<String> around = new ArrayDeque<>();

  private FolderWalk(Storage storage, Depth depth, Predicate<String> neverEntered) {
    this.storage = storage;
    this.depth = depth;
    this.neverEntered = neverEntered;
  }

  /**
   * Everything in a folder.
   *
   * @param neverEntered names at which even a folder is listed as an entry
   * @throws BadInputException if {@code root} is no folder or cannot be listed
   */
  public static List<Entry> list(
      Storage storage, Path root, Depth depth, Predicate<String> neverEntered) {
    FileStatus status = storage.status(root);
    if (status == null) {
      throw new BadInputException("there is no folder %s".formatted(Storage.shown(root)));
    }
    if (!status.isDirectory()) {
      throw new BadInputException("%s is not a folder".formatted(Storage.shown(root)));
    }
    FolderWalk walk = new FolderWalk(storage, depth, neverEntered);
    try {
      walk.visit(root, "");
    } catch (IOException e) {
      throw new BadInputException(
          "cannot list %s: %s".formatted(Storage.shown(root), Storage.reason(e)), e);
    }
    return walk.entries;
  }

  private void visit(Path folder, String prefix) throws IOException {
    List<FileStatus> children = children(folder);
    children.sort(Comparator.comparing(child -> child.getPath().getName(), BY_CODE_POINT));
    List<FileStatus> subfolders = new ArrayList<>();
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (name.startsWith(HiddenFolder.PREFIX)) {
        // Of an earlier run of ours, whose outputs lie among its inputs.
        continue;
      }
      if (!child.isDirectory()) {
        add(prefix, child, Kind.FILE);
      } else if (depth == Depth.THIS_FOLDER || neverEntered.test(name)) {
        add(prefix, child, Kind.FOLDER);
      } else {
        subfolders.add(child);
      }
    }
    around.push(realPlace(folder));
    for (FileStatus subfolder : subfolders) {
      try {
        if (around.contains(realPlace(subfolder.getPath()))) {
          add(prefix, subfolder, Kind.LINK_LOOP);
        } else {
          visit(subfolder.getPath(), prefix + subfolder.getPath().getName() + "/");
        }
      } catch (IOException e) {
        add(prefix, subfolder, Kind.UNREADABLE_FOLDER);
      }
    }
    around.pop();
  }

  /** What Hadoop lists, and the links to nowhere that it leaves out. */
  private List<FileStatus> children(Path folder) throws IOException {
    List<FileStatus> children =
        new ArrayList<>(List.of(storage.fileSystem(folder).listStatus(folder)));
    if (Storage.isLocal(folder)) {
      Set<String> listed =
          children.stream().map(child -> child.getPath().getName()).collect(Collectors.toSet());
      File[] all = new File(folder.toUri().getPath()).listFiles();
      for (File file : all == null ? new File[0] : all) {
        if (!listed.contains(file.getName())) {
          children.add(new FileStatus(0, false, 1, 0, 0, new Path(file.toURI())));
        }
      }
    }
    return children;
  }

  private static String realPlace(Path folder) throws IOException {
    return Storage.isLocal(folder)
        ? new File(folder.toUri().getPath()).getCanonicalPath()
        : Storage.location(folder);
  }

  private void add(String prefix, FileStatus status, Kind kind) {
    Path path = status.getPath();
    entries.add(
        new Entry(
            prefix + path.getName(),
            Storage.location(path),
            status.getLen(),
            status.getModificationTime(),
            kind));
  }
}
