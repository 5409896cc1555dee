package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Main;
import io.cantus.jobs.SongbookDataset;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed as by kill -9, and gone on with. */
final class ResumeTest {
  private static final int PATIENCE_SECONDS = 300;

  /** Checkpoints after every round, rounds that end within an epoch and evaluations between. */
  private static final String[] OPTIONS = {
    "--resume",
    "--num_training_steps=46",
    "--save_checkpoints_steps=1",
    "--num_checkpoints=3",
    "--eval_frequency=10"
  };

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Moment {
    boolean hasCome() throws IOException;
  }

  private void killAt(TrainingRun run, Moment moment) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("../conf/jvm.options").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(run.args(OPTIONS));
    File log = folder.resolve("killed.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
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

  private static String text(File log) {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long latest(TrainingRun run) throws IOException {
    return run.checkpoints().isEmpty() ? -1 : run.checkpoints().lastKey();
  }

  private static boolean isWriting(TrainingRun run) throws IOException {
    Path train = run.runDir().resolve("train");
    if (!Files.exists(train)) {
      return false;
    }
    try (Stream<Path> files = Files.list(train)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(".cantus-"));
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainEndsAsOneThatWasNeverStoppedToTheBit()
      throws IOException, InterruptedException {
    SongbookDataset dataset = SongbookDataset.in(folder.resolve("data"));
    TrainingRun through = new TrainingRun(dataset, folder.resolve("through"));
    through.train(OPTIONS);

    TrainingRun killed = new TrainingRun(dataset, folder.resolve("killed"));
    killAt(killed, () -> latest(killed) >= 4 && isWriting(killed));
    long firstDeath = latest(killed);
    assertThat(firstDeath).isBetween(4L, 45L);
    killAt(killed, () -> latest(killed) > firstDeath + 8);
    long secondDeath = latest(killed);
    assertThat(secondDeath).isLessThan(46);
    CantusRun last = killed.train(OPTIONS);

    assertThat(last.err()).contains("Going on from", "at step " + secondDeath + ".");
    assertThat(killed.checkpoints().keySet())
        .isEqualTo(through.checkpoints().keySet())
        .hasSize(3)
        .endsWith(46L);
    for (long step : through.checkpoints().keySet()) {
      assertThat(killed.checkpoints().get(step))
          .as("weights, optimizer, position and evaluations after step %d", step)
          .hasSameBinaryContentAs(through.checkpoints().get(step));
    }
    Path best = through.runDir().resolve("best");
    assertThat(TrainingRun.checkpoints(best)).hasSize(1);
    for (long step : TrainingRun.checkpoints(best).keySet()) {
      assertThat(TrainingRun.checkpoints(killed.runDir().resolve("best")).get(step))
          .hasSameBinaryContentAs(TrainingRun.checkpoints(best).get(step));
    }
    assertThat(killed.bundle()).isEqualTo(through.bundle());
    for (String side : List.of("train", "eval")) {
      assertThat(killed.scalars(side).of("loss"))
          .as("what TensorBoard shows of %s", side)
          .isEqualTo(through.scalars(side).of("loss"));
    }
    assertThat(isWriting(killed)).as("nothing unfinished is left").isFalse();

    CantusRun nothing = killed.train(OPTIONS);
    assertThat(nothing.lastLine())
        .startsWith("Nothing to train: the run in %s is at step 46".formatted(killed.runDir()));
    assertThat(killed.bundle()).isEqualTo(through.bundle());

    CantusRun other =
        CantusRun.of(
            killed
                .args("--resume", "--num_training_steps=50", "--num_workers=3")
                .toArray(String[]::new));
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("holds a run with --num_workers=2, not 3");
  }
}
