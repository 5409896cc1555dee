package io.cantus.jobs.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.TarFile;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.faults.KilledRun;
import io.cantus.jobs.faults.StumblingFileSystem;
import io.cantus.jobs.faults.TaskKiller;
import io.cantus.jobs.faults.WatchedFileSystem;
import io.cantus.jobs.io.HiddenFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that fail or are killed, and runs that are. */
final class ConversionBrokenOffTest {
  /** So many files of a stream are not all unpacked when the first are converted. */
  private static final int FILES_OF_TWO_JOBS = 1100;

  /** In the first three: one, two and four. */
  private static final int FILES_OF_FINISHED_BATCHES = 7;

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void outputs() {
    out = folder.resolve("out");
  }

  private Path songs() throws IOException {
    return Songs.write(folder, Songs.named(Songs.FILES));
  }

  private Path archive() throws IOException {
    return TarFile.write(folder.resolve("download.tar.gz"), Songs.named(FILES_OF_TWO_JOBS));
  }

  private static CantusRun convert(Object input, String out, String... options) {
    CantusRun run = Songs.convert(input, out, options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private Map<String, String> undisturbed(Object input, String... options) throws IOException {
    Path calm = folder.resolve("undisturbed");
    convert(input, calm.toString(), options);
    Map<String, String> contents = FolderContents.of(calm);
    assertThat(contents)
        .containsKeys(
            "ns.manifest.json", "ns.rejects.jsonl", "quarantine", "quarantine/songs/0006.mid")
        .noneSatisfy((name, content) -> assertThat(name).startsWith(HiddenFolder.PREFIX));
    return contents;
  }

  @Test
  void tasksThatFailAreDoneAgainAndLeaveNothing() throws IOException {
    Path songs = songs();
    convert(songs, "stumbling:" + out, "--master=local[2,4]", StumblingFileSystem.option(folder));
    assertThat(StumblingFileSystem.stumbled()).isEqualTo(Songs.BATCHES);
    assertThat(FolderContents.of(out)).isEqualTo(undisturbed(songs));
  }

  @Test
  void tasksThatAreKilledAreDoneAgainAndLeaveNothing() throws IOException {
    Path songs = songs();
    convert(songs, out.toString(), TaskKiller.option(folder));
    assertThat(TaskKiller.killed()).isPositive();
    assertThat(FolderContents.of(out)).isEqualTo(undisturbed(songs));
  }

  @Test
  void aRunThatIsKilledIsGoneOnWithAndFinishedBatchesAreNotMadeAgain()
      throws IOException, InterruptedException {
    Path songs = songs();
    // It is the same input to both runs, as only its place differs.
    String watched = "watched:" + songs;
    Map<String, String> expected = undisturbed(watched, WatchedFileSystem.option(folder));
    assertThat(WatchedFileSystem.read()).hasSize(Songs.FILES);
    killHalfWay(songs);
    goesOn(watched, expected, WatchedFileSystem.option(folder));
    assertThat(WatchedFileSystem.read())
        .hasSize(Songs.FILES - FILES_OF_FINISHED_BATCHES)
        .doesNotContain("0000.mid");
  }

  @Test
  void aRunOnAStreamThatIsKilledIsGoneOnWith() throws IOException, InterruptedException {
    Path archive = archive();
    Map<String, String> expected = undisturbed(archive);
    killHalfWay(archive);
    goesOn(archive, expected);
  }

  private void killHalfWay(Path input) throws IOException, InterruptedException {
    KilledRun.leaveHalfDone(folder, out, Songs.arguments(input, out.toString()));
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("only what is hidden")
          .singleElement()
          .asString()
          .startsWith(HiddenFolder.PREFIX);
    }
  }

  private void goesOn(Object input, Map<String, String> expected, String... options)
      throws IOException {
    assertThat(convert(input, out.toString(), options).err())
        .contains(
            "going on: %d parts were finished by an earlier run".formatted(KilledRun.FINISHED));
    assertThat(FolderContents.of(out)).isEqualTo(expected);
  }

  /** Fills a file with other bytes, of which its size and its time of modification tell nothing. */
  private static void spoil(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, modified);
  }

  @Test
  void aRunWithOtherOptionsBeginsAfresh() throws IOException, InterruptedException {
    Path songs = songs();
    killHalfWay(songs);
    String other = "--max_notes=8";
    assertThat(convert(songs, out.toString(), other).err()).doesNotContain("going on");
    assertThat(FolderContents.of(out)).isEqualTo(undisturbed(songs, other));
  }

  @Test
  void whereTheOutputsCannotAppearNoneDoesAndTheNextRunGoesOn() throws IOException {
    Path songs = songs();
    Path file = Files.createFile(folder.resolve("file"));
    CantusRun run = Songs.convert(songs, out.toString(), "--quarantine_dir=" + file + "/within");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .contains("cannot put the outputs in place: ")
        .contains("%1$d of %1$d parts are finished and kept; run again".formatted(Songs.BATCHES));
    assertThat(FolderContents.of(out))
        .allSatisfy((name, content) -> assertThat(name).startsWith(HiddenFolder.PREFIX));

    spoil(songs.resolve("0000.mid"));
    assertThat(convert(songs, out.toString()).err())
        .contains("going on: %d parts".formatted(Songs.BATCHES));
    Files.write(songs.resolve("0000.mid"), Songs.named(1).get("songs/0000.mid"));
    assertThat(FolderContents.of(out)).isEqualTo(undisturbed(songs));
  }

  @Test
  void ofARunThatFindsItsInputDamagedNothingIsKept() throws IOException {
    Path archive = archive();
    Path file = Files.createFile(folder.resolve("file"));
    Songs.convert(archive, out.toString(), "--quarantine_dir=" + file + "/within");
    spoil(archive);
    CantusRun run = Songs.convert(archive, out.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .contains("going on: ")
        .contains(archive + " is damaged or cut off at byte ")
        .doesNotContain("run again");
    assertThat(FolderContents.of(out)).isEmpty();
  }
}
