package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
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
    file.seek(entry.offset());
    return switch (entry.packing()) {
      case WHOLE_FILE -> whole(entry);
      case AS_IS -> bytes(entry.storedBytes());
      case ZIP_STORED, ZIP_DEFLATED -> ZipMember.read(file, entry);
    };
  }

  private byte[] whole(SourceEntry entry) throws IOException {
    byte[] content = bytes(entry.storedBytes());
    if (in.read() >= 0) {
      throw new IOException(
          "it has grown since it was listed with %d bytes".formatted(content.length));
    }
    close();
    return content;
  }

  private byte[] bytes(long length) throws IOException {
    byte[] content = new byte[Math.toIntExact(length)];
    int got = in.readNBytes(content, 0, content.length);
    if (got < content.length) {
      throw new EOFException("it ends after %d of %d bytes".formatted(got, content.length));
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
