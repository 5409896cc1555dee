package io.cantus.jobs.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that is in a folder, to compare with another one. */
public final class FolderContents {
  private FolderContents() {}

  /** By its path in the folder: a file's SHA-256, or that it is a folder. Hidden ones, too. */
  public static SortedMap<String, String> of(Path folder) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.skip(1).toList()) {
          contents.put(
              folder.relativize(path).toString(),
              Files.isDirectory(path) ? "folder" : sha256(Files.readAllBytes(path)));
        }
      }
    }
    return contents;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
