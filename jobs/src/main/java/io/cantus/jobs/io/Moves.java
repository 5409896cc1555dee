package io.cantus.jobs.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files and folders that go to other places of one file system, all or none. */
final class Moves {
  private record Move(Path from, Path to) {}

  private final Storage storage;
  private final FileSystem fileSystem;
  private final Deque<Move> done = new ArrayDeque<>();
  private final Deque<Path> foldersMade = new ArrayDeque<>();
  private final Set<Path> foldersThere = new HashSet<>();

  Moves(Storage storage, FileSystem fileSystem) {
    this.storage = storage;
    this.fileSystem = fileSystem;
  }

  /** Gives a file or folder another place, in a folder that is made if need be. */
  void move(Path from, Path to) throws IOException {
    if (foldersThere.add(to.getParent())) {
      make(to.getParent());
    }
    rename(from, to);
    done.push(new Move(from, to));
  }

  private void make(Path folder) throws IOException {
    // The innermost is to be removed first.
    HiddenFolder.missing(storage, folder).descendingIterator().forEachRemaining(foldersMade::push);
    fileSystem.mkdirs(folder);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename a file to %s".formatted(Storage.shown(to)));
    }
  }

  /** Puts everything back, as far as that works. */
  void undo(IOException because) {
    try {
      for (; !done.isEmpty(); done.pop()) {
        rename(done.peek().to(), done.peek().from());
      }
      for (; !foldersMade.isEmpty(); foldersMade.pop()) {
        fileSystem.delete(foldersMade.peek(), false);
      }
    } catch (IOException another) {
      because.addSuppressed(another);
    }
  }
}
