package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Writes one TFRecord file. What cannot be written, as on a full disk, is a {@link
 * BadInputException} that names the file.
 */
public final class TfRecordFileWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path path;
  private final TfRecordWriter records;

  private TfRecordFileWriter(Path path, TfRecordWriter records) {
    this.path = path;
    this.records = records;
  }

  /** Creates the file, or empties it. */
  public static TfRecordFileWriter create(Storage storage, Path path) {
    try {
      return new TfRecordFileWriter(
          path, new TfRecordWriter(new BufferedOutputStream(storage.create(path), BUFFER_BYTES)));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Appends a record. */
  public void write(byte[] record) {
    try {
      records.write(record);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  public long records() {
    return records.records();
  }

  /** Size of the file so far. */
  public long bytes() {
    return records.bytes();
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  static BadInputException unwritable(Path path, IOException e) {
    return new BadInputException(
        "cannot write %s: %s"
            .formatted(Storage.shown(Publication.visible(path)), Storage.reason(e)),
        e);
  }
}
