package io.cantus.jobs.convert;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.Path;

/** What is unpacked from a stream for one batch, one file after another, for a task to read. */
final class Spool implements AutoCloseable {
  private final Path path;
  private final String location;
  private final OutputStream out;
  private long length;

  /**
   * Creates a file.
   *
   * @throws BadInputException if that cannot be
   */
  static Spool create(Storage storage, Path path) {
    try {
      return new Spool(path, storage.create(path));
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }

  /** One of a batch that no task will read: it finds out where files would be and writes none. */
  static Spool unwritten(Path path) {
    return new Spool(path, OutputStream.nullOutputStream());
  }

  private Spool(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
    location = Storage.location(path);
  }

  /** Appends a file; returns where it is. */
  SourceEntry add(Unpacked file) {
    byte[] content = file.content();
    try {
      out.write(content, 0, content.length);
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
    SourceEntry entry =
        new SourceEntry(
            file.collection(),
            file.name(),
            location,
            length,
            content.length,
            content.length,
            Packing.AS_IS);
    length += content.length;
    return entry;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }
}
