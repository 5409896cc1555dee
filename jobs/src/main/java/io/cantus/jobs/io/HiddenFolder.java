package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder beside outputs for what is not finished, under a name that nobody takes for an output's.
 * The folders around it are made as needed, and go again with it where they then hold nothing.
 */
public final class HiddenFolder {
  /** What the names of all hidden folders begin with. */
  public static final String PREFIX = ".cantus-";

  private final FileSystem fileSystem;
  private final Path path;
  private final Deque<Path> madeAround;

  private HiddenFolder(FileSystem fileSystem, Path path, Deque<Path> madeAround) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.madeAround = madeAround;
  }

  /**
   * Makes a folder.
   *
   * @param name the part of its name after {@link #PREFIX}
   * @throws BadInputException if {@code parent} cannot be made or written to
   */
  public static HiddenFolder create(Storage storage, Path parent, String name) {
    Path path = new Path(parent, PREFIX + name);
    HiddenFolder folder =
        new HiddenFolder(storage.fileSystem(path), path, missing(storage, parent));
    try {
      if (!folder.fileSystem.mkdirs(path)) {
        throw new IOException("cannot create a folder in it");
      }
    } catch (IOException | FSError e) {
      throw new BadInputException(
          "cannot write into %s: %s".formatted(Storage.shown(parent), Storage.reason(e)), e);
    }
    return folder;
  }

  /** The folders that have to be created for {@code folder}, the innermost first. */
  static Deque<Path> missing(Storage storage, Path folder) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = folder; at != null && !storage.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  /** A folder that is there already. */
  public static HiddenFolder existing(Storage storage, Path path) {
    return new HiddenFolder(storage.fileSystem(path), path, new ArrayDeque<>());
  }

  public Path path() {
    return path;
  }

  /**
   * Gives the folder another name, at once for everybody.
   *
   * @return whether it was still there
   */
  public boolean moveTo(Path other) {
    try {
      return fileSystem.rename(path, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** This folder under the name that {@link #moveTo} gave it. */
  public HiddenFolder movedTo(Path other) {
    return new HiddenFolder(fileSystem, other, madeAround);
  }

  /**
   * Removes the folder and all that is in it.
   *
   * @throws BadInputException if that fails
   */
  public void remove() {
    try {
      fileSystem.delete(path, true);
      for (Path created : madeAround) {
        if (fileSystem.listStatus(created).length > 0) {
          break;
        }
        fileSystem.delete(created, false);
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot remove %s: %s".formatted(Storage.shown(path), Storage.reason(e)), e);
    }
  }

  /** Removes the folder when the process is told to stop. */
  void removeAtExit() throws IOException {
    fileSystem.deleteOnExit(path);
  }

  /** Forgets {@link #removeAtExit}. */
  void keepAtExit() {
    fileSystem.cancelDeleteOnExit(path);
  }

  /** The path that a user knows: for what lies in a hidden folder, the folder around that. */
  static Path visible(Path path) {
    for (Path at = path; at.getParent() != null; at = at.getParent()) {
      if (at.getName().startsWith(PREFIX)) {
        return at.getParent();
      }
    }
    return path;
  }
}
