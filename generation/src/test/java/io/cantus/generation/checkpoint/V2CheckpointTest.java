package io.cantus.generation.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.generation.SharedCorpora;
import io.cantus.proto.BundleEntryProto;
import io.cantus.proto.BundleHeaderProto;
import io.cantus.proto.DataType;
import io.cantus.proto.TensorShapeProto;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class V2CheckpointTest {
  private static final byte[] DATA =
      ByteBuffer.allocate(16)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(1234)
          .putFloat(1f)
          .putFloat(-2.5f)
          .array();

  @Test
  void readsWeightsAndGlobalStep() {
    TensorFlowCheckpoint checkpoint =
        V2Checkpoint.read(index(header(1), entry(2)), DATA, "model.ckpt-1234");
    assertThat(checkpoint.globalStep()).hasValue(1234);
    assertThat(checkpoint.weights())
        .isEqualTo(
            ModelWeights.of(Map.of("w", new Tensor(new int[] {2}, new float[] {1f, -2.5f}))));
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void readsCheckpointsOfRealTrainings() {
    TensorFlowCheckpoint basic = checkpoint("basic_rnn", 5114);
    assertThat(basic.globalStep()).hasValue(5114);
    assertThat(basic.tensors()).containsKeys("beta1_power", "fully_connected/weights/Adam_1");
    Map<String, Tensor> weights = basic.weights().tensors();
    assertThat(weights.keySet())
        .containsExactly(
            ModelWeights.OUTPUT_BIASES,
            ModelWeights.OUTPUT_WEIGHTS,
            ModelWeights.lstmBias(0),
            ModelWeights.lstmKernel(0),
            ModelWeights.lstmBias(1),
            ModelWeights.lstmKernel(1));
    assertThat(weights.get(ModelWeights.lstmKernel(0)).shape()).containsExactly(38 + 128, 512);

    TensorFlowCheckpoint attention = checkpoint("attention_rnn", 2698);
    assertThat(attention.globalStep()).hasValue(2698);
    assertThat(attention.weights().tensors())
        .containsKey("rnn/multi_rnn_cell/cell_0/attention_cell_wrapper/attention/attn_v");
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void rewritesCheckpointsOfRealTrainingsByteForByte() {
    for (String prefix :
        new String[] {"models/basic_rnn/model.ckpt-5114", "models/attention_rnn/model.ckpt-2698"}) {
      byte[] index = SharedCorpora.golden(prefix + ".index");
      byte[] data = SharedCorpora.golden(prefix + ".data-00000-of-00001");
      V2Checkpoint.Files written = V2Checkpoint.write(V2Checkpoint.read(index, data, prefix));
      assertThat(written.data()).isEqualTo(data);
      assertThat(written.index()).isEqualTo(index);
    }
  }

  @Test
  void readsWhatItWrites() {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    tensors.put("scalar", new Tensor(new int[0], new float[] {0.9f}));
    tensors.put("matrix", new Tensor(new int[] {2, 1}, new float[] {1f, -2.5f}));
    tensors.put("empty", new Tensor(new int[] {0}, new float[0]));
    for (OptionalLong step : List.of(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE))) {
      TensorFlowCheckpoint checkpoint = new TensorFlowCheckpoint("m", tensors, step);
      V2Checkpoint.Files files = V2Checkpoint.write(checkpoint);
      assertThat(V2Checkpoint.read(files.index(), files.data(), "m")).isEqualTo(checkpoint);
    }
  }

  private static TensorFlowCheckpoint checkpoint(String model, int step) {
    String prefix = "models/%s/model.ckpt-%d".formatted(model, step);
    return V2Checkpoint.read(
        SharedCorpora.golden(prefix + ".index"),
        SharedCorpora.golden(prefix + ".data-00000-of-00001"),
        prefix);
  }

  @Test
  void namesTheVariableWhoseBytesAreDamaged() {
    byte[] damaged = DATA.clone();
    damaged[9] ^= 1;
    assertThatThrownBy(
            () -> V2Checkpoint.read(index(header(1), entry(2)), damaged, "model.ckpt-1234"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "model.ckpt-1234: damaged checkpoint: the checksum of w at byte 8 of its data is wrong");
  }

  @Test
  void believesNoLength() {
    assertMalformed(entry(3), "w of shape [3] has 8 bytes");
    assertMalformed(entry(-1), "w of shape [-1] has 8 bytes");
    assertMalformed(entry(-1).toBuilder().setSize(-4).build(), "w of shape [-1] has -4 bytes");
    assertMalformed(
        entry(2).toBuilder().setOffset(9).build(),
        "w should have 8 bytes at byte 9 of its data, which has 16");
    assertMalformed(
        entry(2).toBuilder().setOffset(-1).build(),
        "w should have 8 bytes at byte -1 of its data, which has 16");
  }

  private static void assertMalformed(BundleEntryProto entry, String what) {
    assertThatThrownBy(() -> V2Checkpoint.read(index(header(1), entry), DATA, "m"), what)
        .isInstanceOf(BadInputException.class)
        .hasMessage("m: damaged checkpoint: " + what);
  }

  @Test
  void refusesSeveralDataFilesAndAnIndexThatIsNone() {
    assertThatThrownBy(() -> V2Checkpoint.read(index(header(2), entry(2)), DATA, "m"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "m: a checkpoint of 2 data files in byte order 0; Cantus reads one, little-endian");
    assertThatThrownBy(() -> V2Checkpoint.read(DATA, DATA, "m"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("m.index: no checkpoint: 16 bytes are fewer than its footer has");
    assertThatThrownBy(() -> V2Checkpoint.read(new SortedTableWriter().finish(), DATA, "m"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("m: damaged checkpoint: its index lacks the header");
  }

  private static BundleHeaderProto header(int shards) {
    return BundleHeaderProto.newBuilder().setNumShards(shards).build();
  }

  private static BundleEntryProto entry(long size) {
    BundleEntryProto.Builder entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setOffset(8)
            .setSize(8)
            .setCrc32C(new MaskedCrc32c().of(DATA, 8, 8));
    entry.getShapeBuilder().addDimBuilder().setSize(size);
    return entry.build();
  }

  private static byte[] index(BundleHeaderProto header, BundleEntryProto weights) {
    SortedTableWriter table = new SortedTableWriter();
    table.add(new byte[0], header.toByteArray());
    table.add(
        TensorFlowCheckpoint.GLOBAL_STEP.getBytes(StandardCharsets.UTF_8),
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_INT64)
            .setShape(TensorShapeProto.getDefaultInstance())
            .setSize(8)
            .setCrc32C(new MaskedCrc32c().of(DATA, 0, 8))
            .build()
            .toByteArray());
    table.add(new byte[] {'w'}, weights.toByteArray());
    return table.finish();
  }
}
