package io.cantus.transforms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The optional folder {@code shared} beside the checkout: real files, and what the reference made
 * of them. Tests on it carry {@code @EnabledIf(SharedCorpora.PRESENT)} and are reported as skipped
 * without it.
 */
public final class SharedCorpora {
  /** The condition for {@code @EnabledIf}. */
  public static final String PRESENT = "io.cantus.transforms.SharedCorpora#present";

  private static final Path SHARED = Path.of("..", "..", "shared");
  private static final Path GOLDEN = SHARED.resolve("golden");

  private SharedCorpora() {}

  static boolean present() {
    return Files.isDirectory(GOLDEN);
  }

  /** A file or folder under {@code golden}. */
  public static Path golden(String path) {
    return GOLDEN.resolve(path);
  }

  /** The folder of a corpus. */
  public static Path corpus(String name) {
    return SHARED.resolve("corpora").resolve(name);
  }

  /** All plain files of a corpus, subfolders included, sorted. */
  public static List<Path> files(String corpus) {
    try (Stream<Path> paths = Files.walk(corpus(corpus))) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
