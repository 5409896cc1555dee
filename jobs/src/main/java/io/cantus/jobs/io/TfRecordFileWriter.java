package io.cantus.jobs.io;

import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
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
    return create(storage, path, Compression.NONE);
  }

  /**
   * Creates the file, or empties it. Gzipped, it is one member; files of members after one another
   * are gzipped files too, which TensorFlow reads since 2.5.
   */
  public static TfRecordFileWriter create(Storage storage, Path path, Compression compression) {
    try {
      OutputStream file = storage.create(path);
      return new TfRecordFileWriter(
          path,
          new TfRecordWriter(
              new BufferedOutputStream(
                  compression == Compression.GZIP ? new GzipStream(file) : file, BUFFER_BYTES)));
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

  /** Size of the records so far, before they are compressed. */
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

  /** What to throw where a file cannot be written; of a hidden file it names the folder. */
  public static BadInputException unwritable(Path path, IOException e) {
    return new BadInputException(
        "cannot write %s: %s"
            .formatted(Storage.shown(HiddenFolder.visible(path)), Storage.reason(e)),
        e);
  }

  /** Its header holds no time and no name: equal records make equal bytes. */
  private static final class GzipStream extends GZIPOutputStream {
    /**
     * Of dense examples this makes a fortieth at 380 MB/s; zlib's own choice, 6, a fiftieth at 230
     * MB/s.
     */
    private static final int LEVEL = 4;

    GzipStream(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(LEVEL);
    }
  }
}
