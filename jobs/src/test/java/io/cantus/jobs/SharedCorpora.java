package io.cantus.jobs;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The optional folder {@code shared} beside the checkout: real files, and what the reference made
 * of them. Tests on it carry {@code @EnabledIf(SharedCorpora.PRESENT)} and are reported as skipped
 * without it.
 */
public final class SharedCorpora {
  /** The condition for {@code @EnabledIf}. */
  public static final String PRESENT = "io.cantus.jobs.SharedCorpora#present";

  private static final Path ROOT = Path.of("..", "..", "shared");

  private SharedCorpora() {}

  static boolean present() {
    return Files.isDirectory(ROOT.resolve("golden"));
  }

  /** A folder of files to convert. */
  public static Path corpus(String name) {
    return ROOT.resolve("corpora").resolve(name);
  }

  /** What the reference made of a corpus. */
  public static Path golden(String name) {
    return ROOT.resolve("golden").resolve(name);
  }
}
