package io.cantus.generation.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.cantus.generation.SharedCorpora;
import io.cantus.proto.GeneratorBundle;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class V1CheckpointTest {
  /** One vector, b = (1.0, -2.5), as TensorFlow writes it. */
  private static final byte[] VECTOR =
      HexFormat.of()
          .parseHex(
              "0000170a150a0f0a0162120412020802180122020a0012020801000815006200010101807f12130a016212"
                  + "020a001a0a2a080000803f000020c0000000000100000000b748f511000000000100000000c0f2a1b0"
                  + "000102010042000000000100000000dc6dd69e4708540e000000000000000000000000000000000000"
                  + "00000000000000000000000000000000000057fb808b247547db");

  /** The end of a block with one restart. */
  private static final String RESTART = "0000000001000000";

  private static final ModelWeights B =
      ModelWeights.of(Map.of("b", new Tensor(new int[] {2}, new float[] {1f, -2.5f})));

  @Test
  void readsTheExample() {
    assertThat(V1Checkpoint.read(VECTOR, "x").weights()).isEqualTo(B);
  }

  @Test
  void writesTheExampleByteForByte() {
    assertThat(VECTOR).hasSize(151);
    assertThat(V1Checkpoint.write(B)).isEqualTo(VECTOR);
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void rewritesTheCheckpointOfARealBundleByteForByte() throws Exception {
    byte[] checkpoint =
        GeneratorBundle.parseFrom(SharedCorpora.golden("models/lookback_rnn/lookback_rnn.mag"))
            .getCheckpointFile(0)
            .toByteArray();
    ModelWeights weights = V1Checkpoint.read(checkpoint, "lookback_rnn.mag").weights();
    assertThat(weights.tensors().keySet())
        .containsExactly(
            ModelWeights.OUTPUT_BIASES,
            ModelWeights.OUTPUT_WEIGHTS,
            ModelWeights.lstmBias(0),
            ModelWeights.lstmKernel(0),
            ModelWeights.lstmBias(1),
            ModelWeights.lstmKernel(1));
    assertThat(checkpoint).hasSize(1_060_173);
    assertThat(V1Checkpoint.write(weights)).isEqualTo(checkpoint);
  }

  @Test
  void returnsTensorsOfAnySizeAndRank() {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put("scalar", new Tensor(new int[0], new float[] {3f}));
    tensors.put("empty", new Tensor(new int[] {0, 4}, new float[0]));
    // More than 16 small ones make a restart, the large ones several blocks.
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      tensors.put("small/" + i, tensor(random, 1, 1 + i));
    }
    for (int i = 0; i < 9; i++) {
      tensors.put("large/" + i, tensor(random, 100, 300));
    }
    tensors.put("large/5/larger", tensor(random, 2, 3, 40_000));
    ModelWeights weights = ModelWeights.of(tensors);
    assertThat(V1Checkpoint.read(V1Checkpoint.write(weights), "x").weights()).isEqualTo(weights);
  }

  private static Tensor tensor(Random random, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }

  @Test
  void readsBlocksThatAreCompressedWithSnappy() {
    // The data block of the example as one literal, after its own length.
    byte[] literal = new byte[3 + 66];
    literal[0] = 66;
    literal[1] = (byte) (60 << 2);
    literal[2] = 65;
    System.arraycopy(VECTOR, 0, literal, 3, 66);
    assertThat(V1Checkpoint.read(table(literal, SortedTable.SNAPPY), "x").weights()).isEqualTo(B);
  }

  @Test
  void namesAWrongChecksumAndItsBlock() {
    byte[] damaged = VECTOR.clone();
    damaged[20] ^= 1;
    assertThatThrownBy(() -> V1Checkpoint.read(damaged, "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: damaged checkpoint: block at byte 0: its checksum does not match");
  }

  @Test
  void namesAnUnknownCompression() {
    assertThatThrownBy(() -> V1Checkpoint.read(table(Arrays.copyOf(VECTOR, 66), 7), "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: damaged checkpoint: block at byte 0: unknown compression 7");
  }

  @Test
  void refusesAFileThatIsNoTable() {
    assertThatThrownBy(() -> V1Checkpoint.read(new byte[47], "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: no checkpoint: 47 bytes are fewer than its footer has");
    assertThatThrownBy(() -> V1Checkpoint.read(Arrays.copyOf(VECTOR, 150), "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: no checkpoint, or cut off: its last 8 bytes are not a table's");
  }

  @Test
  void believesNoLengthOfABlock() {
    // A key that shares 200 bytes with none, a value of 2 GB, restarts beyond the block.
    assertDamage("00" + "00", "it is too short to count its restarts");
    assertDamage("ffffffff", "4294967295 restarts in 4 bytes");
    assertDamage("00000000", "0 restarts in 4 bytes");
    assertDamage("c80101016100" + RESTART, "a key shares 200 bytes with one of 0");
    assertDamage("0001ffffffff0761" + RESTART, "a length of 2147483647 bytes where 0 are left");
    assertDamage("00ffffffffff01" + RESTART, "a length of 68719476735 bytes is too large");
    assertDamage("000180" + RESTART, "it ends too early");
  }

  private static void assertDamage(String block, String what) {
    byte[] content = HexFormat.of().parseHex(block);
    assertThatThrownBy(
            () -> V1Checkpoint.read(table(content, SortedTable.UNCOMPRESSED), "a.mag"), block)
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: damaged checkpoint: block at byte 0: " + what);
  }

  @Test
  void refusesAnIndexThatPointsBeyondTheFileOrTwiceAtOneBlock() {
    byte[] block = Arrays.copyOf(VECTOR, 66);
    assertThatThrownBy(
            () -> V1Checkpoint.read(table(block, 0, "00010301" + "00c803" + RESTART), "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "a.mag: damaged checkpoint: index block at byte 71:"
                + " it names a block of 456 bytes at byte 0 of a file of 139");
    assertThatThrownBy(
            () ->
                V1Checkpoint.read(
                    table(block, 0, "000102010042" + "000102020042" + RESTART), "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: damaged checkpoint: block at byte 0: its keys do not ascend");
  }

  @Test
  void refusesDataThatDoesNotFitTheListOfTensors() {
    assertMalformed("data", entries("", VECTOR_META), "no data of b");
    assertMalformed("list", entries("00", "12030a0162"), "it lacks the list of its tensors");
    assertMalformed(
        "name",
        entries("", "0a04" + "12020801", "01", VECTOR_DATA),
        "data of b, which its list of tensors lacks or has only once");
    assertMalformed(
        "size",
        entries("", VECTOR_META.replace("0802", "0803"), "01", VECTOR_DATA),
        "b of shape [3] has 2 values");
    assertThatThrownBy(
            () ->
                V1Checkpoint.read(
                    entries(
                        "",
                        VECTOR_META,
                        "01",
                        VECTOR_DATA.replace("1213", "1215").replace("12020a00", "12040a021001")),
                    "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: b is stored in parts, which Cantus cannot read");
    assertThatThrownBy(() -> V1Checkpoint.read(entries("", "ff"), "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("a.mag: no V1 checkpoint: an entry is no tensor (");
  }

  private static final String VECTOR_META = "0a150a0f0a0162120412020802180122020a0012020801";
  private static final String VECTOR_DATA = "12130a016212020a001a0a2a080000803f000020c0";

  private static byte[] entries(String... keysAndValues) {
    SortedTableWriter table = new SortedTableWriter();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      table.add(
          HexFormat.of().parseHex(keysAndValues[i]), HexFormat.of().parseHex(keysAndValues[i + 1]));
    }
    return table.finish();
  }

  private static void assertMalformed(String title, byte[] file, String what) {
    assertThatThrownBy(() -> V1Checkpoint.read(file, "a.mag"), title)
        .isInstanceOf(BadInputException.class)
        .hasMessage("a.mag: damaged checkpoint: " + what);
  }

  @Test
  void neverFailsOtherwiseThanWithBadInputWhateverByteIsWrong() {
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = VECTOR.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      // With true checksums the damage comes further.
      seal(damaged, 0, 66);
      seal(damaged, 84, 14);
      try {
        V1Checkpoint.read(damaged, "x").weights();
      } catch (BadInputException expected) {
        refused++;
      } catch (RuntimeException e) {
        fail("read of " + HexFormat.of().formatHex(damaged), e);
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  /** A table of one given block, of at most 127 bytes, and an index that points to it. */
  private static byte[] table(byte[] block, int compression) {
    return table(block, compression, "00010201" + "00%02x".formatted(block.length) + RESTART);
  }

  private static byte[] table(byte[] block, int compression, String index) {
    byte[] indexBlock = HexFormat.of().parseHex(index);
    ByteBuffer file =
        ByteBuffer.allocate(
            block.length
                + indexBlock.length
                + 2 * SortedTable.TRAILER_BYTES
                + SortedTable.FOOTER_BYTES);
    file.put(block).put((byte) compression).putInt(0);
    int indexAt = file.position();
    file.put(indexBlock).put((byte) SortedTable.UNCOMPRESSED).putInt(0);
    file.put((byte) 0).put((byte) 0).put((byte) indexAt).put((byte) indexBlock.length);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(file.capacity() - Long.BYTES, SortedTable.MAGIC);
    seal(file.array(), 0, block.length);
    seal(file.array(), indexAt, indexBlock.length);
    return file.array();
  }

  /** Puts the right checksum behind the block. */
  private static void seal(byte[] file, int offset, int size) {
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(offset + size + 1, new MaskedCrc32c().of(file, offset, size + 1));
  }
}
