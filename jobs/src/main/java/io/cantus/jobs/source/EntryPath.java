package io.cantus.jobs.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The name of an archive's entry, taken apart; nothing that leads out of the archive is a path. */
final class EntryPath {
  private static final int DRIVE = 3;

  private EntryPath() {}

  /** The parts of a relative path, at least one; empty if it is none or leads upwards. */
  static Optional<List<String>> parse(String name) {
    if (name.startsWith("/") || hasDrive(name) || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.empty();
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
  }

  /** The same of a name whose first part is a collection, which may be any name or none. */
  static Optional<List<String>> ofCollection(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    return parse(name.substring(slash + 1))
        .map(
            parts -> {
              parts.add(0, name.substring(0, slash));
              return parts;
            });
  }

  private static boolean hasDrive(String name) {
    return name.length() >= DRIVE
        && Character.isLetter(name.charAt(0))
        && name.charAt(1) == ':'
        && (name.charAt(2) == '/' || name.charAt(2) == '\\');
  }

  /** Whether macOS wrote the entry beside the files that were meant. */
  static boolean isSystemFile(List<String> parts) {
    String last = parts.get(parts.size() - 1);
    return parts.get(0).equals("__MACOSX") || last.startsWith("._") || last.equals(".DS_Store");
  }
}
