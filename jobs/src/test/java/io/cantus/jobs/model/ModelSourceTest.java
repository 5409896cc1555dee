package io.cantus.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.generation.checkpoint.TensorFlowCheckpoint;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.generation.checkpoint.V2Checkpoint;
import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.SharedCorpora;
import io.cantus.jobs.io.Storage;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Models as Magenta's training leaves them. */
final class ModelSourceTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path runDir;
  private Path train;

  @BeforeEach
  void folder() throws IOException {
    train = Files.createDirectory(runDir.resolve("train"));
  }

  private static ModelWeights weights(int inputs, int classes, long seed) {
    HyperParameters tiny = HyperParameters.base().with("batch_size=2,rnn_layer_sizes=[3,2]");
    try (EventRnnNetwork network = EventRnnNetwork.create(inputs, classes, tiny, seed)) {
      return network.weights();
    }
  }

  private void write(String name, ModelWeights weights, long step) throws IOException {
    V2Checkpoint.Files files =
        V2Checkpoint.write(
            new TensorFlowCheckpoint(name, weights.tensors(), OptionalLong.of(step)));
    Files.write(train.resolve(name + ".index"), files.index());
    Files.write(train.resolve(name + ".data-00000-of-00001"), files.data());
  }

  private ModelSource source(String... options) {
    ModelOptions parsed = new ModelOptions();
    new CommandLine(parsed).parseArgs(options);
    return new ModelSource(storage, parsed);
  }

  private CheckpointOptions run() {
    return CommandLine.populateCommand(new CheckpointOptions(), "--run_dir=" + runDir);
  }

  private static CheckpointOptions checkpoint(String file) {
    return CommandLine.populateCommand(new CheckpointOptions(), "--checkpoint_file=" + file);
  }

  private TrainedModel latest() {
    return source().fromTraining(run());
  }

  @Test
  void theStateFileOfARunNamesTheLatestCheckpointWhereverTheRunWasMade() throws IOException {
    write("model.ckpt-7", weights(38, 38, 1), 7);
    write("model.ckpt-30", weights(38, 38, 2), 30);
    write("model.ckpt-200", weights(38, 38, 3), 200);
    Files.writeString(
        train.resolve("checkpoint"),
        """
        model_checkpoint_path: "/home/somebody/run1/train/model.ckpt-30"
        all_model_checkpoint_paths: "/home/somebody/run1/train/model.ckpt-7"
        """);
    TrainedModel model = latest();
    assertThat(model.globalStep()).isEqualTo(30);
    assertThat(model.weights()).isEqualTo(weights(38, 38, 2));
    assertThat(model.config().name()).isEqualTo("basic_rnn");
    assertThat(model.hparams().rnnLayerSizes()).containsExactly(3, 2);
  }

  @Test
  void withoutAUsefulStateFileTheOneAfterTheMostStepsIsTheLatest() throws IOException {
    write("model.ckpt-7", weights(38, 38, 1), 7);
    write("model.ckpt-30", weights(38, 38, 2), 30);
    assertThat(latest().globalStep()).isEqualTo(30);
    Files.writeString(
        train.resolve("checkpoint"), "model_checkpoint_path: \"model.ckpt-removed\"\n");
    assertThat(latest().globalStep()).isEqualTo(30);
  }

  @Test
  void anyFileOfACheckpointMeansIt() throws IOException {
    write("model.ckpt-7", weights(121, 40, 1), 7);
    String prefix = train.resolve("model.ckpt-7").toString();
    for (String ending : new String[] {"", ".index", ".data-00000-of-00001", ".meta"}) {
      TrainedModel model = source().fromTraining(checkpoint(prefix + ending));
      assertThat(model.config().name()).isEqualTo("lookback_rnn");
      assertThat(model.globalStep()).isEqualTo(7);
    }
  }

  @Test
  void checkpointsOfV1AreReadToo() throws IOException {
    Path file = train.resolve("model.ckpt-12");
    Files.write(file, V1Checkpoint.write(weights(130, 130, 4)));
    Files.writeString(train.resolve("checkpoint"), "model_checkpoint_path: \"model.ckpt-12\"");
    for (TrainedModel model :
        new TrainedModel[] {latest(), source().fromTraining(checkpoint(file.toString()))}) {
      assertThat(model.config().name()).isEqualTo("mono_rnn");
      assertThat(model.weights()).isEqualTo(weights(130, 130, 4));
    }
  }

  @Test
  void optionsThatDoNotFitTheNetworkAreRefused() throws IOException {
    write("model.ckpt-7", weights(38, 38, 1), 7);
    assertThatThrownBy(() -> source("--config=lookback_rnn").fromTraining(run()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.ckpt-7: the model's ")
        .hasMessageContaining("another config, or damaged");
    assertThatThrownBy(
            () -> source("--config=basic_rnn", "--hparams=rnn_layer_sizes=[5]").fromTraining(run()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rnn_layer_sizes is [3, 2], not [5]");
  }

  @Test
  void aNetworkOfAnotherKindIsNamed() throws IOException {
    write("model.ckpt-7", weights(61, 38, 1), 7);
    assertThatThrownBy(this::latest)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.ckpt-7 has a network of 61 inputs and 38 classes");
  }

  @Test
  void aRunWithoutCheckpointsSaysSo() {
    assertThatThrownBy(this::latest)
        .isInstanceOf(BadInputException.class)
        .hasMessage("there is no checkpoint in %s; train first", train);
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void aRealRunOfMagentaIsAModel() throws IOException {
    Path real = SharedCorpora.golden("models").resolve("basic_rnn");
    for (String ending : new String[] {".index", ".data-00000-of-00001"}) {
      Files.copy(
          real.resolve("model.ckpt-5114" + ending), train.resolve("model.ckpt-5114" + ending));
    }
    TrainedModel model = latest();
    assertThat(model.config().name()).isEqualTo("basic_rnn");
    assertThat(model.globalStep()).isEqualTo(5114);
    assertThat(model.hparams().rnnLayerSizes()).containsExactly(128, 128);
  }
}
