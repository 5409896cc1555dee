package io.cantus.jobs.io;

import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * Patterns for paths in Hadoop's syntax: {@code *}, {@code ?}, {@code [a-z]}, <code>{a,b}</code>.
 * Other than Hadoop's own search, this takes a part of the pattern literally where there is such a
 * file, copes with colons in names, and lets wildcards pass by hidden files as shells do.
 */
public final class Glob {
  private final Storage storage;

  private Glob(Storage storage) {
    this.storage = storage;
  }

  /**
   * What matches, sorted by name within each folder.
   *
   * @throws UsageException if {@code pattern} is malformed
   */
  public static List<Path> matches(Storage storage, Path pattern) {
    String text = pattern.toUri().getPath();
    Set<Path> all = new LinkedHashSet<>();
    try {
      for (String expanded : GlobExpander.expand(text)) {
        all.addAll(new Glob(storage).search(pattern, expanded));
      }
    } catch (IOException e) {
      throw new UsageException(
          "'%s' is not a pattern: %s".formatted(Storage.shown(pattern), Storage.reason(e)));
    }
    return List.copyOf(all);
  }

  private List<Path> search(Path root, String pattern) throws IOException {
    List<Path> found = List.of(child(root, "/"));
    for (String part : pattern.split("/", -1)) {
      if (!part.isEmpty()) {
        found = step(found, part);
      }
    }
    return found;
  }

  private List<Path> step(List<Path> folders, String part) throws IOException {
    GlobFilter glob = new GlobFilter(part);
    boolean pattern = glob.hasPattern() || part.indexOf('\\') >= 0;
    List<Path> next = new ArrayList<>();
    for (Path folder : folders) {
      Path literal = child(folder, folder.toUri().getPath() + "/" + part);
      if (storage.exists(literal)) {
        next.add(literal);
      } else if (pattern) {
        storage.children(folder).stream()
            .filter(child -> part.startsWith(".") || !child.getName().startsWith("."))
            .filter(glob::accept)
            .forEach(next::add);
      }
    }
    return next;
  }

  private static Path child(Path like, String path) {
    return new Path(like.toUri().getScheme(), like.toUri().getAuthority(), path);
  }
}
