package io.cantus.jobs.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

final class TfRecordFileWriterTest {
  private static final String FULL = "/dev/full";

  static boolean aFullDeviceExists() {
    return Files.exists(java.nio.file.Path.of(FULL));
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
