package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Lists a folder in Magenta's order: the files of a folder, then its subfolders one after another.
 * Names are sorted by code point, so that the order is the same everywhere.
 */
public final class FolderWalk {
  /** What was met on the walk. */
  public enum Kind {
    FILE,
    /** A folder that was not entered. */
    FOLDER,
    /** A folder that could not be listed. */
    UNREADABLE_FOLDER,
    /** A link to a folder that holds it, which was not entered. */
    LINK_LOOP,
    /** A pipe or device, which is not to be opened. */
    SPECIAL
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

    private Entry within(String prefix, Kind now) {
      return new Entry(prefix + name, location, bytes, modified, now);
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
    List<Entry> children = children(folder);
    children.sort((a, b) -> byCodePoint(a.name(), b.name()));
    List<Entry> subfolders = new ArrayList<>();
    for (Entry child : children) {
      if (child.name().startsWith(HiddenFolder.PREFIX)) {
        // Of an earlier run of ours, whose outputs lie among its inputs.
        continue;
      }
      boolean entered =
          child.kind() == Kind.FOLDER
              && depth == Depth.ALL_SUBFOLDERS
              && !neverEntered.test(child.name());
      if (entered) {
        subfolders.add(child);
      } else {
        entries.add(child.within(prefix, child.kind()));
      }
    }
    around.push(realPlace(folder));
    for (Entry subfolder : subfolders) {
      enter(subfolder, prefix);
    }
    around.pop();
  }

  private void enter(Entry subfolder, String prefix) {
    try {
      if (around.contains(realPlace(subfolder.path()))) {
        entries.add(subfolder.within(prefix, Kind.LINK_LOOP));
      } else {
        visit(subfolder.path(), prefix + subfolder.name() + "/");
      }
    } catch (IOException e) {
      entries.add(subfolder.within(prefix, Kind.UNREADABLE_FOLDER));
    }
  }

  private List<Entry> children(Path folder) throws IOException {
    if (Storage.isLocal(folder)) {
      return LocalFolder.list(folder);
    }
    List<Entry> children = new ArrayList<>();
    for (FileStatus child : storage.fileSystem(folder).listStatus(folder)) {
      children.add(
          new Entry(
              child.getPath().getName(),
              Storage.location(child.getPath()),
              child.getLen(),
              child.getModificationTime(),
              child.isDirectory() ? Kind.FOLDER : Kind.FILE));
    }
    return children;
  }

  private static String realPlace(Path folder) throws IOException {
    return Storage.isLocal(folder)
        ? new File(folder.toUri().getPath()).getCanonicalPath()
        : Storage.location(folder);
  }

  /** Strings as such are ordered by UTF-16, which puts the surrogates before U+E000. */
  private static int byCodePoint(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }
}
