package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class TfRecordFileWriterTest {
  private static final String FULL = "/dev/full";

  static boolean aFullDeviceExists() {
    return Files.exists(java.nio.file.Path.of(FULL));
  }

  @TempDir private java.nio.file.Path folder;

  /** The header of RFC 1952: deflate, no flags, no time. */
  @Test
  void gzippedRecordsAreOneMemberThatSaysNothingOfWhenItWasMade() throws IOException {
    java.nio.file.Path file = folder.resolve("a.tfrecord.gz");
    try (TfRecordFileWriter writer =
        TfRecordFileWriter.create(
            new Storage(new Configuration()), new Path(file.toUri()), Compression.GZIP)) {
      writer.write(new byte[100_000]);
      writer.write(new byte[] {1, 2});
      assertThat(writer.bytes()).isEqualTo(100_034);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSizeLessThan(1000).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    try (TfRecordReader reader =
        new TfRecordReader(new GZIPInputStream(new ByteArrayInputStream(bytes)), "a")) {
      assertThat(reader.next()).isEqualTo(new byte[100_000]);
      assertThat(reader.next()).containsExactly(1, 2);
      assertThat(reader.next()).isNull();
    }
  }

  /** A device that is always full stands for a disk that is. */
  @Test
  @EnabledIf("aFullDeviceExists")
  void aFullDiskIsBadInputThatNamesTheFile() {
    Storage storage = new Storage(new Configuration());
    assertThatThrownBy(
            () -> {
              try (TfRecordFileWriter writer =
                  TfRecordFileWriter.create(storage, new Path("file://" + FULL))) {
                writer.write(new byte[10_000_000]);
              }
            })
        .isInstanceOf(BadInputException.class)
        .hasMessage("cannot write /dev/full: No space left on device");
  }
}
