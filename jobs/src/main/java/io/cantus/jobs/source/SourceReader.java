package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceEntry.Packing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads the bytes of files to convert, each on its own. The file that held the last one stays open,
 * so that it is best to ask in the order in which {@link Sources} found them. For one thread.
 */
public final class SourceReader implements AutoCloseable {
  private final Storage storage;
  private String location = "";
  private FSDataInputStream in;
  private final Inflater inflater = new Inflater(true);

  public SourceReader(Storage storage) {
    this.storage = storage;
  }

  /**
   * The bytes of a file, unpacked, exactly {@link SourceEntry#bytes} of them.
   *
   * @throws IOException if it cannot be read, or is not as it was when it was found
   */
  public byte[] read(SourceEntry entry) throws IOException {
    if (entry.packing() == Packing.WHOLE_FILE) {
      try (InputStream file = storage.openWhole(Storage.at(entry.location()))) {
        return whole(file, entry.bytes());
      }
    }
    FSDataInputStream file = open(entry.location());
    file.seek(entry.offset());
    return entry.packing() == Packing.AS_IS
        ? bytes(file, entry.bytes())
        : ZipMember.read(file, entry, inflater);
  }

  private static byte[] whole(InputStream file, long length) throws IOException {
    byte[] content = bytes(file, length);
    if (file.read() >= 0) {
      throw new IOException("it has grown since it was listed with %d bytes".formatted(length));
    }
    return content;
  }

  private static byte[] bytes(InputStream file, long length) throws IOException {
    byte[] content = new byte[Math.toIntExact(length)];
    int got = file.readNBytes(content, 0, content.length);
    if (got < content.length) {
      throw new EOFException("it ends after %d of %d bytes".formatted(got, content.length));
    }
    return content;
  }

  private FSDataInputStream open(String wanted) throws IOException {
    if (in == null || !wanted.equals(location)) {
      closeFile();
      in = storage.open(Storage.at(wanted));
      location = wanted;
    }
    return in;
  }

  private void closeFile() throws IOException {
    if (in != null) {
      FSDataInputStream open = in;
      in = null;
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    closeFile();
  }
}
