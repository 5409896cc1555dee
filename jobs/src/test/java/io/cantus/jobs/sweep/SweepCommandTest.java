package io.cantus.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import io.cantus.jobs.faults.KilledRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SweepCommandTest {
  private static final String BASE = "--hparams=batch_size=8,rnn_layer_sizes=[8]";

  @TempDir private static Path shared;
  private static SongbookDataset dataset;

  @TempDir private Path folder;

  @BeforeAll
  static void examples() throws IOException {
    dataset = SongbookDataset.in(shared);
  }

  private CantusRun sweep(String... more) {
    return CantusRun.of(args(more));
  }

  private String[] args(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "sweep",
                "--config=lookback_rnn",
                "--run_dir=" + folder,
                "--sequence_example_file=" + dataset.folder(),
                "--num_training_steps=6",
                "--summary_frequency=2",
                BASE,
                "--master=local[2]"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private List<List<String>> table() throws IOException {
    return Files.readAllLines(folder.resolve("sweep.tsv")).stream()
        .map(line -> Arrays.asList(line.split("\t", -1)))
        .toList();
  }

  @Test
  void everyRunIsTheOneThatTrainWouldMakeAndTheyAreCompared() throws IOException {
    CantusRun run = done(sweep("--grid=learning_rate=0.0001|0.01", "--grid=clip_norm=5"));

    assertThat(run.err())
        .contains("2 runs of 2 to train, 2 side by side.")
        .contains("run-000 begins: learning_rate=0.0001,clip_norm=5", "run-001 is done: Trained");
    assertThat(run.lastLine())
        .startsWith("The best of 2 runs is run-001 (learning_rate=0.01,clip_norm=5): loss ")
        .endsWith("comparison in " + folder.resolve("sweep.html"));
    List<List<String>> table = table();
    assertThat(table.get(0))
        .containsExactly(
            "run",
            "hparams",
            "status",
            "steps",
            "eval_loss",
            "eval_perplexity",
            "eval_accuracy",
            "best_step",
            "train_loss",
            "steps_per_sec",
            "failure");
    assertThat(table).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(11));
    assertThat(table.get(1).subList(0, 10)).doesNotContain("");
    assertThat(table.get(1)).startsWith("run-000", "learning_rate=0.0001,clip_norm=5", "done", "6");
    assertThat(Double.parseDouble(table.get(2).get(4)))
        .isLessThan(Double.parseDouble(table.get(1).get(4)));
    String page = Files.readString(folder.resolve("sweep.html"));
    assertThat(page)
        .contains("2 combinations of hyperparameters, 6 steps each: 2 done.")
        .contains("run-001: learning_rate=0.01,clip_norm=5")
        .doesNotContain("http://", "https://");
    assertThat(page.indexOf("run-001")).as("the best first").isLessThan(page.indexOf("run-000"));
    assertThat(Files.readString(folder.resolve("run-000/log.txt"))).contains("Training complete.");
    assertThat(folder.resolve("run-000/report.html")).exists();

    Path alone = folder.resolve("alone");
    done(
        CantusRun.of(
            "train",
            "--config=lookback_rnn",
            "--run_dir=" + alone,
            "--sequence_example_file=" + dataset.folder(),
            "--num_training_steps=6",
            BASE + ",learning_rate=0.01,clip_norm=5",
            "--num_workers=1",
            "--master=local[2]"));
    assertThat(folder.resolve("run-001/lookback_rnn.mag"))
        .hasSameBinaryContentAs(alone.resolve("lookback_rnn.mag"));

    assertThat(done(sweep("--grid=learning_rate=0.0001|0.01", "--grid=clip_norm=5")).err())
        .contains("0 runs of 2 to train");
  }

  @Test
  void anArrayOfJobsComparesWhenTheLastIsDone() throws IOException {
    String[] second = {"--grid=learning_rate=0.0001|0.01", "--index=1"};
    assertThat(done(sweep(second)).lastLine())
        .startsWith("Trained lookback_rnn to step 6 in " + folder.resolve("run-001"));
    assertThat(folder.resolve("run-000")).doesNotExist();
    assertThat(folder.resolve("sweep.html")).doesNotExist();

    CantusRun compared = done(sweep("--grid=learning_rate=0.0001|0.01", "--compare"));
    assertThat(compared.lastLine()).contains("The best of 2 runs is run-001");
    assertThat(table().get(1))
        .containsExactly(
            "run-000", "learning_rate=0.0001", "not begun", "0", "", "", "", "", "", "", "");

    CantusRun first = done(sweep("--grid=learning_rate=0.0001|0.01", "--index=0"));
    assertThat(first.out()).contains("The best of 2 runs is run-001");
    assertThat(table().get(1)).startsWith("run-000", "learning_rate=0.0001", "done", "6");
  }

  @Test
  void anArrayOfSlurmTellsWhichRun() throws IOException {
    String grid = "--grid=learning_rate=0.0001|0.01";
    CantusRun second = ofArray("1", grid);
    assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("run-001/lookback_rnn.mag")).exists();
    assertThat(folder.resolve("run-000")).doesNotExist();

    CantusRun beyond = ofArray("2", grid);
    assertThat(beyond.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(beyond.err()).contains("SLURM_ARRAY_TASK_ID is 2 but there are runs 0 to 1");
    assertThat(ofArray("2", grid, "--compare").lastLine())
        .startsWith("The best of 2 runs is run-001");
  }

  private CantusRun ofArray(String id, String... more) {
    return CantusRun.of(Map.of("SLURM_ARRAY_TASK_ID", id), args(more));
  }

  @Test
  void aRunThatFailsIsShownAndDoesNotStopTheOthers() throws IOException {
    String[] options = {"--grid=learning_rate=1e-30|0.01", "--eval_frequency=0"};
    CantusRun run = done(sweep(options));
    assertThat(run.err()).contains("WARN run-000 has failed: no weight has changed");
    assertThat(run.lastLine())
        .contains("run-001 (learning_rate=0.01)", "; 1 failed; comparison in");
    List<String> failed = table().get(1);
    assertThat(failed).startsWith("run-000", "learning_rate=1e-30", "failed", "0", "");
    assertThat(failed.get(10)).startsWith("no weight has changed in the first 6 minibatches");
    assertThat(table().get(2).subList(4, 8)).as("there was no evaluation").containsOnly("");
    assertThat(Files.readString(folder.resolve("run-000/log.txt")))
        .contains("no weight has changed");
    assertThat(Files.readString(folder.resolve("sweep.html")))
        .contains("2 combinations of hyperparameters, 6 steps each: 1 done, 1 failed.")
        .contains("no weight has changed in the first 6 minibatches");

    assertThat(done(sweep(options)).err())
        .as("what has failed is tried again")
        .contains("1 run of 2 to train", "WARN run-000 has failed: no weight has changed");
  }

  @Test
  void aJobOfAnArrayThatFailsIsShownToo() throws IOException {
    String grid = "--grid=learning_rate=1e-30|0.01";
    done(sweep(grid, "--index=1"));
    CantusRun failed = sweep(grid, "--index=0");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(failed.err()).contains("cantus: no weight has changed");
    assertThat(failed.lastLine())
        .startsWith("The best of 2 runs is run-001")
        .contains("; 1 failed;");
    assertThat(table().get(1)).startsWith("run-000", "learning_rate=1e-30", "failed");
  }

  @Test
  void whereEveryRunFailsTheSweepDoes() {
    CantusRun run = sweep("--grid=learning_rate=1e-30|1e-31");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .contains("cantus: every run has failed; the first: no weight has changed");
  }

  @Test
  void aSweepThatIsKilledGoesOnWhereItWas() throws IOException, InterruptedException {
    String[] options = {
      "--grid=learning_rate=0.001|0.01|0.02",
      "--num_training_steps=60",
      "--averaging_frequency=1",
      "--save_checkpoints_steps=1",
      "--parallel=1"
    };
    Path half = folder.resolve("run-001/train/model.ckpt-5.zip");
    KilledRun.killAt(shared, List.of(args(options)), () -> Files.exists(half));
    byte[] first = Files.readAllBytes(folder.resolve("run-000/lookback_rnn.mag"));

    CantusRun run = done(sweep(options));
    assertThat(run.err())
        .contains("2 runs of 3 to train, 1 side by side.")
        .containsPattern("run-001 goes on at step [0-9]+: learning_rate=0.01")
        .contains("run-002 begins: learning_rate=0.02");
    assertThat(table()).filteredOn(row -> row.get(2).equals("done")).hasSize(3);
    assertThat(folder.resolve("run-000/lookback_rnn.mag")).hasBinaryContent(first);

    Path through = folder.resolve("through");
    done(
        sweep(
            Stream.concat(Stream.of(options), Stream.of("--run_dir=" + through))
                .toArray(String[]::new)));
    for (String name : List.of("run-000", "run-001", "run-002")) {
      assertThat(folder.resolve(name + "/lookback_rnn.mag"))
          .hasSameBinaryContentAs(through.resolve(name + "/lookback_rnn.mag"));
    }
  }

  @Test
  void anotherSweepNeedsAnotherFolder() {
    done(sweep("--grid=learning_rate=0.01|0.02"));
    CantusRun run = sweep("--grid=learning_rate=0.01|0.03");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("run-001 holds a run with --hparams=")
        .contains("give the same --grid, or another --run_dir for another sweep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--grid=learning_rat=1|2; unknown hparam 'learning_rat' (did you mean learning_rate?)",
        "--grid=batch_size=1|x; hparam batch_size=x: must be an integer",
        "--index=2; --index is 2 but there are runs 0 to 1",
        "--parallel=0; --parallel is 0 and must be at least 1",
        "--num_training_steps=0; --num_training_steps is 0 and must be at least 1",
      })
  void aMistakeIsNamedBeforeAnythingIsTrained(String option, String message) {
    CantusRun run = sweep("--grid=learning_rate=1|2", option);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsRequiredIsNamed() {
    CantusRun run = sweep();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--grid is missing; see cantus sweep --help");
  }
}
