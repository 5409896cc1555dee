package io.cantus.generation.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.generation.checkpoint.TensorFlowCheckpoint;
import io.cantus.generation.checkpoint.V2Checkpoint;
import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {
  private static ModelWeights weights(NetworkShape shape) {
    Random random = new Random(3);
    Map<String, Tensor> tensors = new TreeMap<>();
    shape
        .variables()
        .forEach(
            (name, sizes) -> {
              float[] values = new float[sizes.stream().reduce(1, Math::multiplyExact)];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              tensors.put(
                  name, new Tensor(sizes.stream().mapToInt(Integer::intValue).toArray(), values));
            });
    return ModelWeights.of(tensors);
  }

  private static Map<String, byte[]> byName(List<ExportedFile> files) {
    return files.stream().collect(Collectors.toMap(ExportedFile::name, ExportedFile::content));
  }

  @ParameterizedTest
  @CsvSource({"NONE, false", "NONE, true", "FIRST_LAYER, false", "FIRST_LAYER, true"})
  void tensorFlowGetsACheckpointAndTheNameOfIt(AttentionPlace attention, boolean residual) {
    ModelWeights weights = weights(new NetworkShape(74, List.of(4, 3), 40, attention, residual));
    Map<String, byte[]> files = byName(TensorFlowExport.of(weights, 1234, "m"));
    assertThat(files)
        .containsOnlyKeys(
            "train/checkpoint",
            "train/model.ckpt-1234.index",
            "train/model.ckpt-1234.data-00000-of-00001");
    assertThat(files.get("train/checkpoint"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            """
            model_checkpoint_path: "model.ckpt-1234"
            all_model_checkpoint_paths: "model.ckpt-1234"
            """);
    TensorFlowCheckpoint read =
        V2Checkpoint.read(
            files.get("train/model.ckpt-1234.index"),
            files.get("train/model.ckpt-1234.data-00000-of-00001"),
            "m");
    assertThat(read.weights()).isEqualTo(weights);
    assertThat(read.globalStep()).hasValue(1234);
  }

  @Test
  void tensorFlowGetsAnOptimizerThatHasNotMadeAStep() {
    ModelWeights weights = weights(NetworkShape.plain(38, List.of(2), 38));
    Map<String, byte[]> files = byName(TensorFlowExport.of(weights, 0, "m"));
    Map<String, Tensor> tensors =
        V2Checkpoint.read(
                files.get("train/model.ckpt-0.index"),
                files.get("train/model.ckpt-0.data-00000-of-00001"),
                "m")
            .tensors();
    assertThat(tensors).hasSize(3 * weights.tensors().size() + 2);
    assertThat(tensors.get("beta1_power").values()).containsExactly(0.9f);
    assertThat(tensors.get("beta2_power").values()).containsExactly(0.999f);
    for (String ending : new String[] {"/Adam", "/Adam_1"}) {
      Tensor moment = tensors.get(ModelWeights.lstmKernel(0) + ending);
      assertThat(moment.shape()).containsExactly(38 + 2, 8);
      assertThat(moment.values()).containsOnly(0f);
    }
  }

  @Test
  void tensorFlowGetsNoNetworkThatMagentaBuildsNoMore() {
    ModelWeights old =
        weights(new NetworkShape(74, List.of(4, 3), 40, AttentionPlace.WHOLE_STACK, false));
    assertThatThrownBy(() -> TensorFlowExport.of(old, 1, "old.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("old.mag: the model has attention around all of its layers");
  }

  @Test
  void magentaJsGetsTheWeightsInShardsAndAListOfThem() throws IOException {
    // 5.7 MB.
    ModelWeights weights = weights(NetworkShape.plain(130, List.of(300, 350), 130));
    Map<String, byte[]> files =
        byName(MagentaJsExport.of(MelodyConfig.named("mono_rnn"), weights, "m"));
    assertThat(files)
        .containsOnlyKeys(
            "config.json", "weights_manifest.json", "group1-shard1of2", "group1-shard2of2");
    assertThat(files.get("group1-shard1of2")).hasSize(4 << 20);
    JsonNode config = new ObjectMapper().readTree(files.get("config.json"));
    assertThat(config.at("/type").asText()).isEqualTo("MusicRNN");
    assertThat(config.at("/dataConverter/type").asText()).isEqualTo("MelodyConverter");
    assertThat(config.at("/dataConverter/args/minPitch").asInt()).isZero();
    assertThat(config.at("/dataConverter/args/maxPitch").asInt()).isEqualTo(127);
    assertThat(readBack(files)).isEqualTo(weights);
  }

  /** As TensorFlow.js's format has it: a group's files are joined, its weights lie in order. */
  private static ModelWeights readBack(Map<String, byte[]> files) throws IOException {
    JsonNode group = new ObjectMapper().readTree(files.get("weights_manifest.json")).get(0);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (JsonNode path : group.get("paths")) {
      joined.writeBytes(files.get(path.asText()));
    }
    ByteBuffer values = ByteBuffer.wrap(joined.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensor> tensors = new TreeMap<>();
    for (JsonNode weight : group.get("weights")) {
      assertThat(weight.get("dtype").asText()).isEqualTo("float32");
      int[] shape = new ObjectMapper().convertValue(weight.get("shape"), int[].class);
      int count = 1;
      for (int size : shape) {
        count *= size;
      }
      float[] read = new float[count];
      for (int i = 0; i < count; i++) {
        read[i] = values.getFloat();
      }
      tensors.put(weight.get("name").asText(), new Tensor(shape, read));
    }
    assertThat(values.hasRemaining()).isFalse();
    return ModelWeights.of(tensors);
  }

  @Test
  void magentaJsGetsNoModelThatItCannotRun() {
    ModelWeights lookback = weights(NetworkShape.plain(121, List.of(2), 40));
    assertThatThrownBy(
            () -> MagentaJsExport.of(MelodyConfig.named("lookback_rnn"), lookback, "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "a.mag: MusicRNN of @magenta/music cannot run it: the model is a lookback_rnn,"
                + " and only one-hot melodies can be fed there (basic_rnn, mono_rnn)");
    for (NetworkShape shape :
        new NetworkShape[] {
          new NetworkShape(38, List.of(2), 38, AttentionPlace.FIRST_LAYER, false),
          new NetworkShape(38, List.of(2), 38, AttentionPlace.NONE, true)
        }) {
      assertThatThrownBy(
              () -> MagentaJsExport.of(MelodyConfig.named("basic_rnn"), weights(shape), "a.mag"))
          .isInstanceOf(BadInputException.class)
          .hasMessageEndingWith("the model has attention or residual connections");
    }
  }
}
