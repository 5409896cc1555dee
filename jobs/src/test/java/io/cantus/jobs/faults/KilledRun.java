package io.cantus.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs in a process of their own that are killed half way, as by kill -9. */
public final class KilledRun {
  /** So many batches, the first ones, are finished when a run is killed. */
  public static final int FINISHED = HaltingFileSystem.FIRST_HALTED;

  private static final long PATIENCE_SECONDS = 300;

  private KilledRun() {}

  /** When to kill a run. */
  @FunctionalInterface
  public interface Moment {
    boolean hasCome() throws IOException;
  }

  /**
   * Begins a run that stands still when so many batches are finished, and kills it.
   *
   * @param folder of the test
   * @param out where the outputs would be
   * @param arguments of the command line
   */
  public static void leaveHalfDone(Path folder, Path out, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> standingStill = new ArrayList<>(arguments);
    standingStill.add(SparkSetting.fileSystem("file", HaltingFileSystem.class).option(folder));
    killAt(folder, standingStill, () -> reports(out) >= FINISHED);
  }

  /**
   * Begins a run and kills it at a moment that must come before its end.
   *
   * @param folder of the test
   * @param arguments of the command line
   */
  public static void killAt(Path folder, List<String> arguments, Moment moment)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("../conf/jvm.options").toAbsolutePath().normalize(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    Path log = folder.resolve("killed.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!moment.hasCome()) {
        assertThat(process.isAlive()).as(() -> text(log)).isTrue();
        assertThat(System.nanoTime()).as(() -> text(log)).isLessThan(end);
        Thread.sleep(1);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** How many batches are finished. */
  private static long reports(Path out) throws IOException {
    if (!Files.exists(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(HaltingFileSystem.REPORT.asMatchPredicate())
          .count();
    } catch (UncheckedIOException e) {
      // Something went while it was looked at.
      return 0;
    }
  }
}
