package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.faults.KilledRun;
import io.cantus.jobs.faults.StumblingFileSystem;
import io.cantus.jobs.faults.TaskKiller;
import io.cantus.jobs.io.HiddenFolder;
import io.cantus.proto.NoteSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that fail or are killed, and runs that are. */
final class BrokenOffTest {
  private static final int BATCHES = 6;

  @TempDir private static Path shared;
  private static Path input;

  /** What undisturbed runs make, by the compression. */
  private static final Map<String, Map<String, String>> UNDISTURBED = new HashMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void makeUndisturbed() throws IOException {
    input = DatasetFixture.write(shared.resolve("ns.tfrecord"), DatasetFixture.batches(BATCHES));
    for (String compression : List.of("none", "gzip")) {
      Path out = shared.resolve(compression);
      create(out.toString(), "--compression=" + compression);
      UNDISTURBED.put(compression, FolderContents.of(out));
    }
  }

  private static CantusRun create(String out, String... options) {
    CantusRun run = DatasetFixture.create(input, out, options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private Map<String, String> contents() throws IOException {
    return FolderContents.of(folder.resolve("out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void tasksThatFailAreDoneAgainAndLeaveNothing(String compression) throws IOException {
    create(
        "stumbling:" + folder.resolve("out"),
        "--compression=" + compression,
        "--master=local[2,4]",
        StumblingFileSystem.option(folder));
    assertThat(StumblingFileSystem.stumbled()).isEqualTo(BATCHES);
    assertThat(contents()).isEqualTo(UNDISTURBED.get(compression));
  }

  @Test
  void tasksThatAreKilledAreDoneAgainAndLeaveNothing() throws IOException {
    create(folder.resolve("out").toString(), TaskKiller.option(folder));
    assertThat(TaskKiller.killed()).isPositive();
    assertThat(contents()).isEqualTo(UNDISTURBED.get("none"));
  }

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

    CantusRun run = create(out.toString(), options);
    assertThat(run.err())
        .contains(
            "going on: %d parts were finished by an earlier run".formatted(KilledRun.FINISHED));
    assertThat(contents()).isEqualTo(UNDISTURBED.get(compression));
  }

  @Test
  void aRunWithOtherOptionsBeginsAfresh() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    killHalfWay(out, "--min_bars=8");
    assertThat(create(out.toString()).err()).doesNotContain("going on");
    assertThat(contents()).isEqualTo(UNDISTURBED.get("none"));
  }

  private void killHalfWay(Path out, String... options) throws IOException, InterruptedException {
    KilledRun.leaveHalfDone(folder, out, DatasetFixture.arguments(input, out.toString(), options));
  }

  @Test
  void ofARunThatFindsItsInputDamagedNothingIsKept() throws IOException {
    List<NoteSequence> sequences = DatasetFixture.batches(2);
    Path records = Files.createDirectory(folder.resolve("records"));
    DatasetFixture.write(records.resolve("a.tfrecord"), sequences);
    Path damaged = DatasetFixture.write(records.resolve("b.tfrecord"), sequences.subList(0, 2));
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length - 1] ^= 1;
    Files.write(damaged, bytes);

    CantusRun run =
        DatasetFixture.create(records, folder.resolve("out").toString(), "--partitions=1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(damaged.toString(), "wrong checksum").hasLineCount(1);
    assertThat(contents()).isEmpty();
  }
}
