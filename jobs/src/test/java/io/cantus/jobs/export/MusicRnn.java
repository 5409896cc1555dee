package io.cantus.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * MusicRNN of {@code @magenta/music} in Node. npm installs it into the module's target folder on
 * first use; without Node, npm or a registry the test that wants it is not run, and says so.
 */
final class MusicRnn {
  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final Path INSTALLED = Path.of("target", "node");
  private static final String SCRIPT = "continue_melody.js";
  private static final String ANSWER = "PROBABILITIES ";
  private static final long MOST_MINUTES = 5;

  /**
   * How a process ended.
   *
   * @param status its exit status
   * @param text what it said on both streams
   */
  private record Ended(int status, String text) {}

  private MusicRnn() {}

  /** Installs the package as the lock file pins it, unless it is there. */
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    Path lock = INSTALLED.resolve("package-lock.json");
    boolean same =
        Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))
            && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
    for (String name : List.of(SCRIPT, "package.json", "package-lock.json", ".npmrc")) {
      Files.copy(
          SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!same) {
      Ended npm = run(List.of("npm", "ci"));
      if (npm.status() != 0) {
        // What it left would look like an installation.
        Files.deleteIfExists(INSTALLED.resolve("node_modules/.package-lock.json"));
        notRun("npm could not install @magenta/music: " + npm.text().strip());
      }
    }
    Ended node = run(List.of("node", "--version"));
    if (node.status() != 0) {
      notRun(node.text());
    }
  }

  private static void notRun(String why) {
    System.err.println("The exported model was NOT tried in @magenta/music: " + why);
    Assumptions.abort("not tried in @magenta/music: " + why);
  }

  /**
   * Probabilities of each step with which the exported model continues a melody, always by the
   * likeliest event.
   *
   * @param notes pitch, first step, and the step after the last one, of each note
   */
  static float[][] continuation(Path exported, int[][] notes, int steps)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    Ended ended =
        run(
            List.of(
                "node",
                SCRIPT,
                exported.toAbsolutePath().toString(),
                String.valueOf(steps),
                json.writeValueAsString(notes)));
    assertThat(ended.status()).as(ended.text()).isZero();
    String answer =
        ended.text().lines().filter(line -> line.startsWith(ANSWER)).findFirst().orElseThrow();
    return json.readValue(answer.substring(ANSWER.length()), float[][].class);
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Path log = INSTALLED.resolve("log.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      return new Ended(-1, "there is no %s (%s)".formatted(command.get(0), e.getMessage()));
    }
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return new Ended(-1, "%s took over %d minutes".formatted(command, MOST_MINUTES));
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }
}
