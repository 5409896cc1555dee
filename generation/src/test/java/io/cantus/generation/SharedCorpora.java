package io.cantus.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The optional folder {@code shared} beside the checkout, with files that the reference made. Tests
 * on it carry {@code @EnabledIf(SharedCorpora.PRESENT)} and are reported as skipped without it.
 */
public final class SharedCorpora {
  /** The condition for {@code @EnabledIf}. */
  public static final String PRESENT = "io.cantus.generation.SharedCorpora#present";

  private static final Path GOLDEN = Path.of("..", "..", "shared", "golden");

  private SharedCorpora() {}

  static boolean present() {
    return Files.isDirectory(GOLDEN);
  }

  /** The bytes of a file under {@code golden}. */
  public static byte[] golden(String path) {
    try {
      return Files.readAllBytes(GOLDEN.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file under {@code golden}. */
  public static JsonNode goldenJson(String path) {
    try {
      return new ObjectMapper().readTree(golden(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
