package io.cantus.jobs.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.TarFile;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.faults.ShuffledFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineTest {
  @TempDir private Path folder;
  private Path quarantine;

  @BeforeEach
  void quarantine() {
    quarantine = folder.resolve("out/quarantine");
  }

  private CantusRun convert(Object input, String... options) {
    return Songs.convert(input, folder.resolve("out").toString(), options);
  }

  private void converts(Object input, String... options) {
    CantusRun run = convert(input, options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  /** Paths of all files in a folder, with what is in them. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        files.put(root.relativize(file).toString(), new String(Files.readAllBytes(file), UTF_8));
      }
    }
    return files;
  }

  private static byte[] noSong(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void holdsTheBytesOfWhatWasRefusedUnderItsNames() throws IOException {
    Path songs =
        Songs.write(
            folder,
            Map.of(
                "songs/good.mid", Tunes.midi(1, 60),
                "songs/sub/caf\u00e9 #1.mid", noSong("1"),
                "songs/empty.mid", noSong(""),
                "songs/notes.txt", noSong("no music")));
    converts(songs);
    assertThat(files(quarantine))
        .isEqualTo(Map.of("songs/sub/caf\u00e9 #1.mid", "1", "songs/empty.mid", ""));
  }

  @Test
  void doesNotAppearWhereNothingWasRefused() throws IOException {
    converts(Songs.write(folder, Songs.named(3)));
    assertThat(quarantine).doesNotExist();
  }

  @Test
  void doesNotAppearWhereNothingWasConverted() throws IOException {
    Path songs = Songs.write(folder, Map.of("songs/bad.mid", noSong("1")));
    assertThat(convert(songs).exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void namesOfAHostileArchiveDoNotLeaveIt() throws IOException {
    List<String> names =
        List.of(
            "..\\..\\up.mid",
            ".hidden.mid",
            "...mid",
            "a:b.mid",
            "line\nbreak\u0007.mid",
            "right\u202eto left.mid",
            "%2E%2E.mid",
            "100%.mid",
            ".. /x.mid",
            "~/x.mid",
            "deep/".repeat(800) + "x.mid",
            "deep/".repeat(799) + "y/x.mid",
            "long ".repeat(600) + ".mid",
            "long ".repeat(601) + ".mid",
            "\uD83C\uDFB5".repeat(100) + ".mid",
            "../outside.mid",
            "inside/../../outside.mid",
            "/outside.mid");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    List<String> kept = new ArrayList<>();
    entries.put("good.mid", Tunes.midi(1, 60));
    for (String name : names) {
      entries.put(name, noSong("bytes of " + name));
      if (!name.contains("outside")) {
        kept.add("bytes of " + name);
      }
    }
    converts(TarFile.write(folder.resolve("x.tar.gz"), entries));

    Map<String, String> files = files(quarantine);
    assertThat(files.values()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(files.keySet())
        .allSatisfy(
            file ->
                assertThat(file)
                    .startsWith("x/")
                    .doesNotContain("/.")
                    .doesNotContainPattern("[\\p{Cntrl}\u202e:\\\\]"));
    assertThat(files(folder).keySet())
        .filteredOn(file -> !file.startsWith("out/quarantine/x/"))
        .containsExactlyInAnyOrder(
            "x.tar.gz", "out/ns.tfrecord", "out/ns.manifest.json", "out/ns.rejects.jsonl");
  }

  @Test
  void filesOfTheSameNameInSeveralInputsAreAllKept() throws IOException {
    Path here = Songs.write(folder.resolve("here"), Songs.named(7));
    Path there = folder.resolve("there");
    Songs.write(there, Songs.named(14));
    // A slash at the end means the empty collection, in which this is called songs/0006.mid.
    converts(here, "--input_dir=" + there + "/");
    assertThat(files(quarantine).keySet())
        .containsExactly("%/songs/0006.mid", "%/songs/0013.mid", "songs/0006.mid");
  }

  @Test
  void aFolderThatHoldsFilesGetsMoreOnlyWhenAsked() throws IOException {
    Path songs = Songs.write(folder, Songs.named(14));
    Songs.write(quarantine, Map.of("songs/0006.mid", noSong("old"), "notes.txt", noSong("mine")));
    CantusRun refused = convert(songs);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains(quarantine + " is not empty; give --overwrite");

    converts(songs, "--overwrite");
    assertThat(files(quarantine))
        .containsOnlyKeys("songs/0006.mid", "songs/0013.mid", "notes.txt")
        .containsEntry("notes.txt", "mine")
        .doesNotContainValue("old");
  }

  @Test
  void aFolderInAFilesPlaceIsNotRemoved() throws IOException {
    Path songs = Songs.write(folder, Songs.named(7));
    Songs.write(quarantine, Map.of("songs/0006.mid/mine.txt", noSong("mine")));
    Map<String, String> before = FolderContents.of(folder);
    CantusRun run = convert(songs, "--overwrite");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("0006.mid: it is a folder");
    assertThat(FolderContents.of(folder)).containsAllEntriesOf(before);
    assertThat(folder.resolve("out/ns.tfrecord")).doesNotExist();
  }

  @Test
  void mustLieWhereItCanAppearWithTheOutputs() throws IOException {
    Path songs = Songs.write(folder, Songs.named(7));
    CantusRun run =
        convert(
            songs, "--quarantine_dir=shuffled:" + quarantine, ShuffledFileSystem.option(folder, 0));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is not on the file system of " + folder).hasLineCount(1);
  }
}
