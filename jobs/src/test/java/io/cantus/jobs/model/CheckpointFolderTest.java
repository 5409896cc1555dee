package io.cantus.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.Storage;
import io.cantus.training.HyperParameters;
import io.cantus.training.TrainingPosition;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFolderTest {
  private static final HyperParameters TINY =
      HyperParameters.base().with("batch_size=2,rnn_layer_sizes=[2]");

  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path runDir;
  private CheckpointFolder folder;

  @BeforeEach
  void folder() {
    folder = CheckpointFolder.of(storage, runDir.toString());
  }

  private void write(long step, int keep) {
    try (Checkpoint checkpoint =
        new Checkpoint(state(step), EventRnnNetwork.create(38, 38, TINY, step))) {
      folder.write(checkpoint);
      folder.prune(keep);
    }
  }

  private static TrainingState state(long step) {
    return TrainingState.begin("basic_rnn", 4, TINY, 3, "", new TrainingState.Averaging(2, 5))
        .at(new TrainingPosition(step, 2 * step, 1, 1));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(runDir.resolve("train"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String latest() {
    return folder.latest().map(org.apache.hadoop.fs.Path::getName).orElse("none");
  }

  @Test
  void aRunThatWasNeverBegunHasNone() {
    assertThat(folder.latest()).isEmpty();
  }

  @Test
  void theLatestIsTheOneAfterTheMostSteps() throws IOException {
    write(10, 0);
    write(9, 0);
    Files.createFile(runDir.resolve("train").resolve("model.ckpt-99.index"));
    Files.createFile(runDir.resolve("train").resolve("events.out.tfevents.1.cantus"));
    assertThat(latest()).isEqualTo("model.ckpt-10.zip");
    try (Checkpoint checkpoint = folder.read(folder.latest().orElseThrow());
        EventRnnNetwork written = EventRnnNetwork.create(38, 38, TINY, 10)) {
      assertThat(checkpoint.state()).isEqualTo(state(10));
      assertThat(checkpoint.network().weights()).isEqualTo(written.weights());
    }
  }

  @Test
  void theOldestGoAndNothingElseDoes() throws IOException {
    Path other = Files.createDirectories(runDir.resolve("train")).resolve("model.ckpt-1.index");
    Files.createFile(other);
    for (long step : new long[] {2, 8, 9, 10, 11}) {
      write(step, 3);
    }
    assertThat(names())
        .containsExactly(
            "model.ckpt-1.index", "model.ckpt-10.zip", "model.ckpt-11.zip", "model.ckpt-9.zip");
  }

  @Test
  void zeroKeepsAllAndWhatIsThereStays() throws IOException {
    for (long step : new long[] {1, 2, 3, 4}) {
      write(step, 0);
    }
    byte[] before = Files.readAllBytes(runDir.resolve("train").resolve("model.ckpt-4.zip"));
    try (Checkpoint other = new Checkpoint(state(4), EventRnnNetwork.create(38, 38, TINY, 99))) {
      folder.write(other);
    }
    assertThat(names())
        .containsExactly(
            "model.ckpt-1.zip", "model.ckpt-2.zip", "model.ckpt-3.zip", "model.ckpt-4.zip");
    assertThat(runDir.resolve("train").resolve("model.ckpt-4.zip")).hasBinaryContent(before);
  }

  @Test
  void rewindingRemovesWhatIsLaterOrUnfinished() throws IOException {
    for (long step : new long[] {1, 2, 3}) {
      write(step, 0);
    }
    Path unfinished = Files.createDirectory(runDir.resolve("train").resolve(".cantus-killed"));
    Files.createFile(unfinished.resolve("whole-00000"));
    folder.rewind(2);
    assertThat(names()).containsExactly("model.ckpt-1.zip", "model.ckpt-2.zip");
  }

  @Test
  void aCutOffCheckpointIsNamed() throws IOException {
    write(5, 0);
    Path file = runDir.resolve("train").resolve("model.ckpt-5.zip");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> folder.read(folder.latest().orElseThrow()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("%s: the checkpoint is damaged", file);
  }
}
