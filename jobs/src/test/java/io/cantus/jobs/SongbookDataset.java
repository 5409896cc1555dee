package io.cantus.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.songbook.Arranger;
import io.cantus.transforms.songbook.Songbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A small data set for lookback_rnn, made from the songbook by the product's own commands.
 *
 * @param folder holds the examples and the manifest
 */
public record SongbookDataset(Path folder) {

  /** Makes the data set in a new folder. */
  public static SongbookDataset in(Path folder) throws IOException {
    Path midi = Files.createDirectories(folder.resolve("midi"));
    for (Map.Entry<String, byte[]> song : Arranger.files(Songbook.standard()).entrySet()) {
      Files.write(midi.resolve(song.getKey()), song.getValue());
    }
    Path sequences = folder.resolve("ns.tfrecord");
    Path examples = folder.resolve("sequence_examples");
    done(
        CantusRun.of(
            "convert", "--input_dir=" + midi, "--output_file=" + sequences, "--master=local[2]"));
    done(
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + sequences,
            "--output_dir=" + examples,
            "--eval_ratio=0.2",
            "--master=local[2]"));
    return new SongbookDataset(examples);
  }

  private static void done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  public Path training() {
    return folder.resolve("training_melodies.tfrecord");
  }

  public Path eval() {
    return folder.resolve("eval_melodies.tfrecord");
  }
}
