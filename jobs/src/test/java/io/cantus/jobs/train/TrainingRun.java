package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.tensorboard.Scalars;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small training run on the songbook, of two workers and rounds of four minibatches.
 *
 * @param runDir its folder
 */
record TrainingRun(SongbookDataset dataset, Path runDir) {
  static final String HPARAMS = "batch_size=8,rnn_layer_sizes=[8]";

  List<String> args(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--config=lookback_rnn",
                "--run_dir=" + runDir,
                "--sequence_example_file=" + dataset.training(),
                "--hparams=" + HPARAMS,
                "--num_workers=2",
                "--averaging_frequency=2",
                "--master=local[2]"));
    args.addAll(List.of(more));
    return args;
  }

  CantusRun train(String... more) {
    CantusRun run = CantusRun.of(args(more).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  /** The run's checkpoints by step. */
  TreeMap<Long, Path> checkpoints() throws IOException {
    return checkpoints(runDir.resolve("train"));
  }

  static TreeMap<Long, Path> checkpoints(Path folder) throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    if (Files.exists(folder)) {
      for (Path file : files(folder)) {
        String name = file.getFileName().toString();
        if (name.startsWith("model.ckpt-")) {
          found.put(Long.parseLong(name.replaceAll("\\D", "")), file);
        }
      }
    }
    return found;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static Checkpoint read(Path file) throws IOException {
    return Checkpoint.of(Files.readAllBytes(file), file.toString());
  }

  byte[] bundle() throws IOException {
    return Files.readAllBytes(runDir.resolve("lookback_rnn.mag"));
  }

  /** What TensorBoard would show of {@code train} or {@code eval}. */
  Scalars scalars(String side) throws IOException {
    Scalars scalars = new Scalars();
    for (Path file : files(runDir.resolve(side))) {
      if (file.getFileName().toString().startsWith("events.out.tfevents.")) {
        scalars.read(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString());
      }
    }
    return scalars;
  }

  List<Long> steps(String side, String tag) throws IOException {
    return scalars(side).of(tag).stream().map(Scalars.Point::step).toList();
  }
}
