package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Main;
import io.cantus.jobs.io.HiddenFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that fail or are killed, and runs that are. */
final class BrokenOffTest {
  private static final int BATCHES = 6;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void input() throws IOException {
    input = DatasetFixture.write(folder.resolve("ns.tfrecord"), DatasetFixture.batches(BATCHES));
  }

  private static Map<String, byte[]> contents(Path out) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : DatasetFixture.names(out)) {
      contents.put(name, Files.readAllBytes(out.resolve(name)));
    }
    return contents;
  }

  private Map<String, byte[]> undisturbed(String compression) throws IOException {
    Path out = folder.resolve("undisturbed");
    CantusRun run = DatasetFixture.create(input, out.toString(), "--compression=" + compression);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return contents(out);
  }

  private String conf(String text) throws IOException {
    return "--conf=" + Files.writeString(folder.resolve("test.conf"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void tasksThatFailAreDoneAgainAndLeaveNothing(String compression) throws IOException {
    StumblingFileSystem.forget();
    CantusRun run =
        DatasetFixture.create(
            input,
            "stumbling:" + folder.resolve("out"),
            "--compression=" + compression,
            "--master=local[2,4]",
            conf(
                "spark { hadoop.fs.stumbling.impl = %s }"
                    .formatted(StumblingFileSystem.class.getName())));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(StumblingFileSystem.stumbled()).isEqualTo(BATCHES);
    assertThat(contents(folder.resolve("out")))
        .usingRecursiveComparison()
        .isEqualTo(undisturbed(compression));
  }

  @Test
  void tasksThatAreKilledAreDoneAgainAndLeaveNothing() throws IOException {
    TaskKiller.forget();
    CantusRun run =
        DatasetFixture.create(
            input,
            folder.resolve("out").toString(),
            conf("spark { extraListeners = %s }".formatted(TaskKiller.class.getName())));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(TaskKiller.killed()).isPositive();
    assertThat(contents(folder.resolve("out")))
        .usingRecursiveComparison()
        .isEqualTo(undisturbed("none"));
  }

  /** The run stands still before its last batches and is killed as by kill -9. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void aRunThatIsKilledIsGoneOnWithAndFinishedBatchesAreNotMadeAgain(String compression)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    String[] options = {"--compression=" + compression, "--partitions=" + BATCHES};
    killHalfWay(out, options);
    assertThat(DatasetFixture.names(out))
        .as("only what is hidden")
        .isNotEmpty()
        .allMatch(name -> name.startsWith(HiddenFolder.PREFIX));
    long finished = reports(out);

    CantusRun run = DatasetFixture.create(input, out.toString(), options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err())
        .contains("going on: %d parts were finished by an earlier run".formatted(finished));
    assertThat(contents(out)).usingRecursiveComparison().isEqualTo(undisturbed(compression));
  }

  @Test
  void aRunWithOtherOptionsBeginsAfresh() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    killHalfWay(out, "--min_bars=8");
    CantusRun run = DatasetFixture.create(input, out.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).doesNotContain("going on");
    assertThat(contents(out)).usingRecursiveComparison().isEqualTo(undisturbed("none"));
  }

  private void killHalfWay(Path out, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("../conf/jvm.options").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "create-dataset",
                "--config=lookback_rnn",
                "--input=" + input,
                "--output_dir=" + out,
                "--eval_ratio=0.3",
                "--master=local[2]",
                conf(
                    "spark { hadoop.fs.file.impl = %s }"
                        .formatted(HaltingFileSystem.class.getName()))));
    command.addAll(List.of(options));
    File log = folder.resolve("killed.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (reports(out) < HaltingFileSystem.FIRST_HALTED) {
        assertThat(process.isAlive()).as(() -> text(log)).isTrue();
        assertThat(System.nanoTime()).as(() -> text(log)).isLessThan(end);
        Thread.sleep(20);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String text(File log) {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** How many batches are finished. */
  private static int reports(Path out) throws IOException {
    if (!Files.exists(out)) {
      return 0;
    }
    PathMatcher report = FileSystems.getDefault().getPathMatcher("glob:**/report-??????");
    try (Stream<Path> files = Files.walk(out)) {
      return (int) files.filter(report::matches).count();
    } catch (java.io.UncheckedIOException e) {
      // Something went while it was looked at.
      return 0;
    }
  }
}
