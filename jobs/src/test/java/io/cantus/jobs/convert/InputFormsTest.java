package io.cantus.jobs.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.faults.ShuffledFileSystem;
import io.cantus.jobs.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whatever form and order files come, they make the same outputs. */
final class InputFormsTest {
  @TempDir private Path folder;

  /** Files of three folders, one of them in another. */
  private static Map<String, byte[]> songs() {
    Map<String, byte[]> songs = new TreeMap<>();
    Songs.named(Songs.FILES)
        .forEach(
            (name, song) -> songs.put(name.replace("/001", "/b/c/").replace("/002", "/a/"), song));
    return songs;
  }

  private Map<String, String> outputs(String input, String out, String... options)
      throws IOException {
    CantusRun run = Songs.convert(input, out, options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return FolderContents.of(Path.of(out.substring(out.indexOf(':') + 1)));
  }

  @Test
  void anArchiveAndAPackMakeWhatTheirFolderMakes() throws IOException {
    Path folderOfSongs = Songs.write(folder, songs());
    Path pack = folder.resolve("any.seq");
    CantusRun packed =
        CantusRun.of(
            "pack",
            "--input_dir=" + folderOfSongs,
            "--output_file=" + pack,
            "--recursive",
            "--master=local[2]");
    assertThat(packed.exitCode()).as(packed.err()).isEqualTo(ExitCode.DONE);
    Path out = folder.resolve("out");
    Map<String, String> expected = outputs(folderOfSongs.toString(), out + "/1");
    Map<String, String> ofPack = outputs(pack.toString(), out + "/2");
    // It names the input.
    expected.remove("ns" + Manifest.NOTE_SEQUENCES_ENDING);
    ofPack.remove("ns" + Manifest.NOTE_SEQUENCES_ENDING);
    assertThat(ofPack).isEqualTo(expected).containsKey("quarantine/songs/b/c/3.mid");
  }

  @Test
  void theOrderInWhichAFolderIsListedDoesNotMatter() throws IOException {
    Songs.write(folder.resolve("in"), songs());
    Songs.write(folder.resolve("in/songs/more"), Songs.named(3));
    String input = "shuffled:" + folder + "/in/songs/*";
    Map<String, String> expected =
        outputs(input, "shuffled:" + folder + "/0", ShuffledFileSystem.option(folder, 0));
    for (int seed = 1; seed <= 2; seed++) {
      assertThat(
              outputs(
                  input,
                  "shuffled:" + folder + "/" + seed,
                  ShuffledFileSystem.option(folder, seed)))
          .isEqualTo(expected);
    }
  }
}
