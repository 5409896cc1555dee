package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceEntry.Packing;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads the bytes of files to convert, each on its own. The file that held the last one stays open,
 * so that it is best to ask in the order in which {@link Sources} found them. For one thread.
 */
public final class SourceReader implements AutoCloseable {
  private final Storage storage;
  private String location = "";
  private FSDataInputStream in;

  public SourceReader(Storage storage) {
    this.storage = storage;
  }

  /**
   * The bytes of a file, unpacked, exactly {@link SourceEntry#bytes} of them.
   *
   * @throws IOException if it cannot be read, or is not as it was when it was found
   */
  public byte[] read(SourceEntry entry) throws IOException {
    FSDataInputStream file = open(entry.location());
    byte[] content = new byte[Math.toIntExact(entry.storedBytes())];
    file.seek(entry.offset());
    int got = file.readNBytes(content, 0, content.length);
    if (got < content.length) {
      throw new EOFException("it ends after %d of %d bytes".formatted(got, content.length));
    }
    if (entry.packing() == Packing.WHOLE_FILE) {
      if (file.read() >= 0) {
        throw new IOException("it has grown since it was listed with %d bytes".formatted(got));
      }
      close();
    }
    return content;
  }

  private FSDataInputStream open(String wanted) throws IOException {
    if (in == null || !wanted.equals(location)) {
      close();
      in = storage.open(Storage.at(wanted));
      location = wanted;
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      FSDataInputStream open = in;
      in = null;
      open.close();
    }
  }
}
