package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TfRecordSplitTest {
  private static final Set<String> NONE = Set.of();

  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  private static List<byte[]> records(int count, int largest) {
    Random random = new Random(7);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] record = new byte[random.nextInt(largest + 1)];
      random.nextBytes(record);
      records.add(record);
    }
    return records;
  }

  private static byte[] framed(List<byte[]> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(bytes)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return bytes.toByteArray();
  }

  private List<TfRecordFile> file(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, bytes);
    return TfRecordFile.resolve(storage, path.toString());
  }

  private record Reading(List<byte[]> records, Set<String> torn) {}

  private Reading read(List<List<TfRecordSplit>> tasks) {
    List<byte[]> records = new ArrayList<>();
    List<TfRecordSplit.Span> spans = new ArrayList<>();
    for (List<TfRecordSplit> task : tasks) {
      for (TfRecordSplit split : task) {
        try (TfRecordSplitReader reader = TfRecordSplitReader.open(storage, split)) {
          for (byte[] record = reader.next(); record != null; record = reader.next()) {
            records.add(record);
          }
          spans.add(reader.span());
        }
      }
    }
    return new Reading(records, TfRecordSplit.torn(spans));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 16, 17, 100, 1000, 4999, 10_000, 1 << 20})
  void piecesOfAnySizeHoldEachRecordOnceAndInOrder(long pieceBytes) throws IOException {
    List<byte[]> records = records(40, 300);
    Reading reading =
        read(TfRecordSplit.plan(file("a.tfrecord", framed(records)), pieceBytes, NONE));
    assertThat(reading.torn()).isEmpty();
    assertThat(reading.records()).containsExactlyElementsOf(records);
  }

  @Test
  void aRecordLargerThanTheWindowOfTheSearchIsFoundAfter() throws IOException {
    List<byte[]> records = records(3, 1_500_000);
    Reading reading = read(TfRecordSplit.plan(file("a.tfrecord", framed(records)), 300_000, NONE));
    assertThat(reading.torn()).isEmpty();
    assertThat(reading.records()).containsExactlyElementsOf(records);
  }

  /**
   * A batch of a small input is large enough to be worth a task, one of a large input no burden.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "1048576, 1, 1048576",
    "1048577, 2, 524289",
    "134217728, 128, 1048576",
    "2147483648, 128, 16777216",
    "103079215104, 3072, 33554432",
  })
  void aFileIsCutByItsSizeAlone(long bytes, int batches, long largest) {
    List<TfRecordFile> file =
        List.of(new TfRecordFile("file:/a.tfrecord", bytes, TfRecordFile.Compression.NONE));
    List<List<TfRecordSplit>> plan = TfRecordSplit.plan(file, NONE);
    assertThat(plan).hasSize(batches).allSatisfy(batch -> assertThat(batch).hasSize(1));
    assertThat(plan.stream().mapToLong(batch -> batch.get(0).end() - batch.get(0).start()).max())
        .hasValue(largest);
  }

  @Test
  void piecesGoToBatchesOfAboutEqualSize() throws IOException {
    byte[] bytes = framed(records(100, 1000));
    List<List<TfRecordSplit>> tasks =
        TfRecordSplit.plan(file("a.tfrecord", bytes), bytes.length / 8 + 1, NONE);
    assertThat(tasks).hasSize(8).allSatisfy(task -> assertThat(task).hasSize(1));
    assertThat(tasks.get(0).get(0).start()).isZero();
    assertThat(tasks.get(7).get(0).end()).isEqualTo(bytes.length);
    for (int i = 1; i < tasks.size(); i++) {
      assertThat(tasks.get(i).get(0).start()).isEqualTo(tasks.get(i - 1).get(0).end());
    }
  }

  @Test
  void smallFilesShareABatch() throws IOException {
    List<TfRecordFile> files = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      files.addAll(file("small-%d.tfrecord".formatted(i), framed(records(2, 20))));
    }
    List<List<TfRecordSplit>> tasks = TfRecordSplit.plan(files, 1 << 20, NONE);
    assertThat(tasks).hasSize(1);
    assertThat(tasks.get(0)).hasSize(10);
  }

  @Test
  void anEmptyFileHasNoRecordsAndIsWhole() throws IOException {
    Reading reading = read(TfRecordSplit.plan(file("a.tfrecord", new byte[0]), 10, NONE));
    assertThat(reading.records()).isEmpty();
    assertThat(reading.torn()).isEmpty();
  }

  /** A record that holds TFRecords looks like several; the seams tell, the whole file is right. */
  @Test
  void recordsWithinARecordAreNotMistakenForItsNeighbours() throws IOException {
    List<byte[]> records = List.of(new byte[10], framed(records(20, 50)), new byte[10]);
    List<TfRecordFile> file = file("a.tfrecord", framed(records));
    Reading pieces = read(TfRecordSplit.plan(file, 200, NONE));
    assertThat(pieces.torn()).containsExactly(file.get(0).location());
    Reading whole = read(TfRecordSplit.plan(file, 200, pieces.torn()));
    assertThat(whole.torn()).isEmpty();
    assertThat(whole.records()).containsExactlyElementsOf(records);
  }

  @Test
  void noFlippedBitEscapesWhateverThePieces() throws IOException {
    List<byte[]> records = records(6, 60);
    byte[] sound = framed(records);
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) (1 << (at % 8));
      List<TfRecordFile> file = file("a.tfrecord", damaged);
      boolean noticed;
      try {
        noticed = !read(TfRecordSplit.plan(file, 50, NONE)).torn().isEmpty();
      } catch (BadInputException e) {
        noticed = true;
      }
      assertThat(noticed).as("bit flipped in byte %d", at).isTrue();
      assertThatThrownBy(() -> read(TfRecordSplit.plan(file, 50, Set.of(file.get(0).location()))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(folder.resolve("a.tfrecord").toString())
          .hasMessageContaining("at byte");
    }
  }

  @Test
  void noCutEscapesWhateverThePieces() throws IOException {
    List<byte[]> records = records(6, 60);
    byte[] sound = framed(records);
    Set<Integer> ends = new TreeSet<>();
    int end = 0;
    for (byte[] record : records) {
      ends.add(end);
      end += record.length + TfRecordWriter.OVERHEAD;
    }
    for (int length = 0; length < sound.length; length++) {
      List<TfRecordFile> file = file("a.tfrecord", Arrays.copyOf(sound, length));
      boolean noticed;
      try {
        noticed = !read(TfRecordSplit.plan(file, 50, NONE)).torn().isEmpty();
      } catch (BadInputException e) {
        noticed = true;
      }
      assertThat(noticed).as("cut to %d bytes", length).isEqualTo(!ends.contains(length));
    }
  }

  private static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (OutputStream out = new GZIPOutputStream(packed)) {
        out.write(member);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndReadToTheEndOfItsLastMember() throws IOException {
    List<byte[]> records = records(40, 300);
    byte[] first = framed(records.subList(0, 25));
    byte[] second = framed(records.subList(25, 40));
    List<TfRecordFile> file = file("a.tfrecord", gzip(first, second));
    assertThat(file.get(0).compression()).isEqualTo(TfRecordFile.Compression.GZIP);
    List<List<TfRecordSplit>> tasks = TfRecordSplit.plan(file, 100, NONE);
    assertThat(tasks).hasSize(1);
    assertThat(read(tasks).records()).containsExactlyElementsOf(records);
  }

  /** The length 0x8b1f, little-endian, is gzip's magic number. */
  @Test
  void aPlainFileThatBeginsLikeGzipIsPlain() throws IOException {
    List<byte[]> records = List.of(new byte[0x8b1f], new byte[5]);
    List<TfRecordFile> file = file("a.tfrecord", framed(records));
    assertThat(file.get(0).compression()).isEqualTo(TfRecordFile.Compression.NONE);
    assertThat(read(TfRecordSplit.plan(file, 1000, NONE)).records())
        .containsExactlyElementsOf(records);
  }

  @Test
  void gzipThatIsCutOffOrDamagedNamesTheFileAndTheRecord() throws IOException {
    byte[] packed = gzip(framed(records(40, 300)));
    for (int length : new int[] {20, packed.length / 2, packed.length - 1}) {
      List<TfRecordFile> file = file("a.tfrecord", Arrays.copyOf(packed, length));
      assertThatThrownBy(() -> read(TfRecordSplit.plan(file, 100, NONE)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(folder.resolve("a.tfrecord").toString())
          .hasMessageContaining("gzip")
          .hasMessageContaining("at byte");
    }
    byte[] secondHeader = gzip(framed(records(40, 300)), framed(records(10, 300)));
    secondHeader[packed.length + 1] ^= 1;
    for (byte[] bytes : List.of(secondHeader, Arrays.copyOf(packed, packed.length + 5))) {
      List<TfRecordFile> file = file("a.tfrecord", bytes);
      assertThatThrownBy(() -> read(TfRecordSplit.plan(file, 100, NONE)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("what follows is not gzip data");
    }
    byte[] damaged = packed.clone();
    damaged[packed.length / 2] ^= 1;
    List<TfRecordFile> file = file("a.tfrecord", damaged);
    assertThatThrownBy(() -> read(TfRecordSplit.plan(file, 100, NONE)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(folder.resolve("a.tfrecord").toString());
  }
}
