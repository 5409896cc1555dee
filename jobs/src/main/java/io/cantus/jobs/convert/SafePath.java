package io.cantus.jobs.convert;

import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Paths for files whose names somebody else chose: valid in every file system, and never out of the
 * folder that they are put into. Characters that might mean something are written by their codes,
 * as {@code %3A} for a colon; different paths stay different.
 */
final class SafePath {
  private static final String WITH_A_MEANING = "\\:*?\"<>|%";
  private static final int LONGEST_NAME_BYTES = 200;

  /** In characters; with all that comes before and after, no file system finds it too long. */
  private static final int LONGEST_FOLDERS = 500;

  private static final int KEPT_OF_A_LONG_NAME = 40;

  private SafePath() {}

  /** The safe path for a file, parts joined by {@code /}; the first is its collection. */
  static String of(SourceFile source) {
    List<String> names =
        List.of((source.collectionName() + "/" + source.filename()).split("/", -1));
    StringBuilder safe = new StringBuilder();
    for (String folder : names.subList(0, names.size() - 1)) {
      // An archive may hold a file a.mid and a file a.mid/b.mid.
      String couldBeFile = SourceFormat.of(folder).isPresent() ? "%" : "";
      safe.append(name(folder)).append(couldBeFile).append('/');
    }
    String last = name(names.get(names.size() - 1));
    return safe.length() <= LONGEST_FOLDERS
        ? safe + last
        : "%s/%%-%s/%s".formatted(name(names.get(0)), sha1(safe.toString()), last);
  }

  private static String name(String name) {
    if (name.isEmpty()) {
      return "%";
    }
    // Neither "." nor ".." nor hidden.
    int dot = name.startsWith(".") ? 1 : 0;
    String safe =
        (dot == 1 ? code('.') : "")
            + name.substring(dot)
                .codePoints()
                .mapToObj(SafePath::character)
                .collect(Collectors.joining());
    if (safe.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_BYTES) {
      return safe;
    }
    int kept = safe.offsetByCodePoints(0, KEPT_OF_A_LONG_NAME);
    return safe.substring(0, kept) + "%-" + sha1(safe);
  }

  private static String character(int codePoint) {
    boolean plain =
        switch (Character.getType(codePoint)) {
          case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.UNASSIGNED ->
              false;
          default -> WITH_A_MEANING.indexOf(codePoint) < 0;
        };
    return plain ? Character.toString(codePoint) : code(codePoint);
  }

  private static String code(int codePoint) {
    return (codePoint < 0x80 ? "%%%02X" : "%%u%06X").formatted(codePoint);
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
