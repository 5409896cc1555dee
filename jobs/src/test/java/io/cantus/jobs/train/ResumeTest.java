package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import io.cantus.jobs.faults.KilledRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed as by kill -9, and gone on with. */
final class ResumeTest {
  /** Checkpoints after every round, rounds that end within an epoch and evaluations between. */
  private static final String[] OPTIONS = {
    "--resume",
    "--num_training_steps=46",
    "--save_checkpoints_steps=1",
    "--num_checkpoints=3",
    "--eval_frequency=10"
  };

  @TempDir private Path folder;

  private void killAt(TrainingRun run, KilledRun.Moment moment)
      throws IOException, InterruptedException {
    KilledRun.killAt(folder, run.args(OPTIONS), moment);
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
