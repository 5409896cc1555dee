package io.cantus.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of its own with a heap of 256 MB, which is all that one file may take. */
public final class SmallHeap {
  private SmallHeap() {}

  /** The lines that {@code main} prints, on standard output and error; it must exit with 0. */
  public static List<String> run(Class<?> main) throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName())
            .redirectErrorStream(true);
    // Java tells on standard error that it has read this.
    java.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = java.start();
    try (InputStream output = process.getInputStream()) {
      List<String> lines =
          new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(process.waitFor()).as("exit status after %s", lines).isZero();
      return lines;
    }
  }
}
