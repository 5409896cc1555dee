package io.cantus.jobs.source;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of a tar archive, plain or unpacked on the way; a position is one among these. */
abstract class TarBytes implements Closeable {
  private final InputStream in;
  long position;

  private TarBytes(InputStream in) {
    this.in = in;
  }

  /** Those of a file of {@code length} bytes at a location. */
  static TarBytes of(FSDataInputStream file, String location, long length) {
    return new Plain(file, location, length);
  }

  /** Those that a stream unpacks. */
  static TarBytes of(GzipStream unpacked) {
    return new Compressed(unpacked);
  }

  /** Where the bytes can be read at any time, if they can. */
  abstract Optional<String> location();

  /** Offset in the file of what has been read. */
  abstract long positionInFile();

  /** Goes on to a position that has not been passed. */
  abstract void seek(long target) throws IOException;

  /** Checks that the bytes go on to {@code end}. */
  abstract void require(long end) throws IOException;

  final long position() {
    return position;
  }

  /** Reads up to as many bytes as fit; fewer only at the end. */
  final int read(byte[] into) throws IOException {
    int got = in.readNBytes(into, 0, into.length);
    position += got;
    return got;
  }

  final void readFully(byte[] into) throws IOException {
    if (read(into) < into.length) {
      throw new EOFException("an entry is cut off");
    }
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }

  private static final class Plain extends TarBytes {
    private final FSDataInputStream file;
    private final String location;
    private final long length;

    Plain(FSDataInputStream file, String location, long length) {
      super(file);
      this.file = file;
      this.location = location;
      this.length = length;
    }

    @Override
    Optional<String> location() {
      return Optional.of(location);
    }

    @Override
    long positionInFile() {
      return position;
    }

    @Override
    void seek(long target) throws IOException {
      require(target);
      file.seek(target);
      position = target;
    }

    @Override
    void require(long end) throws IOException {
      if (end > length) {
        throw new EOFException("an entry ends at byte %d, the file at %d".formatted(end, length));
      }
    }
  }

  private static final class Compressed extends TarBytes {
    private static final int SCRATCH_BYTES = 1 << 16;

    private final GzipStream unpacked;
    private final byte[] scratch = new byte[SCRATCH_BYTES];

    Compressed(GzipStream unpacked) {
      super(unpacked);
      this.unpacked = unpacked;
    }

    @Override
    Optional<String> location() {
      return Optional.empty();
    }

    @Override
    long positionInFile() {
      return unpacked.position();
    }

    @Override
    void seek(long target) throws IOException {
      while (position < target) {
        int got = unpacked.read(scratch, 0, (int) Math.min(scratch.length, target - position));
        if (got < 0) {
          throw new EOFException("an entry is cut off");
        }
        position += got;
      }
    }

    @Override
    void require(long end) {
      // Tells when it is read.
    }
  }
}
