package io.cantus.generation.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.generation.SharedCorpora;
import io.cantus.proto.GeneratorBundle;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.table.BytewiseComparator;
import org.iq80.leveldb.table.FileChannelTable;
import org.iq80.leveldb.table.TableBuilder;
import org.iq80.leveldb.util.Slice;
import org.iq80.leveldb.util.Slices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same tables through LevelDB, whose format TensorFlow took over. */
class LevelDbTableTest {
  private static final int SMALL_BLOCK_BYTES = 1 << 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void readsTheTablesThatLevelDbWrites(CompressionType compression) throws IOException {
    List<SortedTable.Entry> entries = entries(2_000);
    Path file = folder.resolve("foreign");
    Options options =
        new Options()
            .compressionType(compression)
            .blockSize(SMALL_BLOCK_BYTES)
            .blockRestartInterval(7);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      TableBuilder builder = new TableBuilder(options, channel, new BytewiseComparator());
      for (SortedTable.Entry entry : entries) {
        builder.add(Slices.wrappedBuffer(entry.key()), Slices.wrappedBuffer(entry.value()));
      }
      builder.finish();
    }
    byte[] table = Files.readAllBytes(file);
    boolean compressed = table.length < entries.stream().mapToLong(e -> e.value().length).sum();
    assertThat(compressed).isEqualTo(compression == CompressionType.SNAPPY);
    assertSame(SortedTable.read(table, "foreign"), entries);
  }

  @Test
  void writesTablesThatLevelDbReads() throws IOException {
    List<SortedTable.Entry> entries = entries(3_000);
    SortedTableWriter table = new SortedTableWriter();
    entries.forEach(entry -> table.add(entry.key(), entry.value()));
    assertSame(readByLevelDb(table.finish()), entries);
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void readsRealCheckpointsAsLevelDbDoes() throws IOException {
    byte[] v1 =
        GeneratorBundle.parseFrom(SharedCorpora.golden("models/lookback_rnn/lookback_rnn.mag"))
            .getCheckpointFile(0)
            .toByteArray();
    byte[] v2 = SharedCorpora.golden("models/attention_rnn/model.ckpt-2698.index");
    for (byte[] table : List.of(v1, v2)) {
      assertSame(SortedTable.read(table, "real"), readByLevelDb(table));
    }
  }

  private List<SortedTable.Entry> readByLevelDb(byte[] table) throws IOException {
    Path file = Files.write(folder.resolve("table-" + new MaskedCrc32c().of(table, 0, 99)), table);
    List<SortedTable.Entry> entries = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      FileChannelTable read =
          new FileChannelTable(file.toString(), channel, new BytewiseComparator(), true);
      for (Map.Entry<Slice, Slice> entry : read) {
        entries.add(new SortedTable.Entry(entry.getKey().getBytes(), entry.getValue().getBytes()));
      }
    }
    return entries;
  }

  private static void assertSame(List<SortedTable.Entry> read, List<SortedTable.Entry> expected) {
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(read.get(i).key()).as("key %d", i).isEqualTo(expected.get(i).key());
      assertThat(read.get(i).value()).as("value %d", i).isEqualTo(expected.get(i).value());
    }
  }

  /** Keys of all bytes with common beginnings; values that compress, some larger than a block. */
  private static List<SortedTable.Entry> entries(int count) {
    Random random = new Random(5);
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    keys.add(new byte[0]);
    while (keys.size() < count) {
      byte[] key = new byte[1 + random.nextInt(12)];
      for (int i = 0; i < key.length; i++) {
        key[i] = (byte) (random.nextInt(4) - 2);
      }
      keys.add(key);
    }
    List<SortedTable.Entry> entries = new ArrayList<>();
    for (byte[] key : keys) {
      byte[] value = new byte[random.nextInt(random.nextInt(50) == 0 ? 9_000 : 300)];
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) (random.nextInt(9) == 0 ? random.nextInt() : 'a');
      }
      entries.add(new SortedTable.Entry(key, value));
    }
    return entries;
  }
}
