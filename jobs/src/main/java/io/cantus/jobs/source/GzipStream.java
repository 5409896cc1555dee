package io.cantus.jobs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, also of several members one after another, each checked against its trailer. Other
 * than {@link java.util.zip.GZIPInputStream} it takes any number of empty members, and a file that
 * is cut off within a later member is an error. What follows the last member and is none is
 * ignored, as gzip does.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int at;
  private int end;

  /** Offset in the file of the end of the buffer. */
  private long filled;

  private boolean inMember;
  private boolean ended;

  GzipStream(InputStream in) throws IOException {
    this.in = in;
    if (!beginMember()) {
      throw new ZipException("it is not gzip");
    }
  }

  /** Offset in the file of what has been read. */
  long position() {
    return filled - (end - at);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (length > 0 && !ended) {
      if (!inMember && !beginMember()) {
        ended = true;
      } else {
        int got = inflate(into, offset, length);
        if (got > 0) {
          checksum.update(into, offset, got);
          return got;
        }
      }
    }
    return ended ? -1 : 0;
  }

  /** Unpacks some bytes, or takes the step that is needed before any can be. */
  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      int got = inflater.inflate(into, offset, length);
      at = end - inflater.getRemaining();
      if (got == 0 && inflater.finished()) {
        endMember();
      } else if (got == 0 && inflater.needsInput()) {
        fill();
        inflater.setInput(buffer, at, end - at);
      } else if (got == 0) {
        throw new ZipException("the compressed data is damaged");
      }
      return got;
    } catch (DataFormatException e) {
      throw new ZipException("the compressed data is damaged: " + e.getMessage());
    }
  }

  private boolean beginMember() throws IOException {
    if (at == end && !filled()) {
      return false;
    }
    int first = oneByte();
    if ((at == end && !filled()) || (first | oneByte() << 8) != MAGIC) {
      return false;
    }
    if (oneByte() != DEFLATE) {
      throw new ZipException("a gzip header is damaged");
    }
    int flags = oneByte();
    skip(6);
    if ((flags & HAS_EXTRA) != 0) {
      skip(twoBytes());
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    checksum.reset();
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    long expected = fourBytes();
    long size = fourBytes();
    if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("the checksum of the compressed data is wrong");
    }
    inMember = false;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      oneByte();
    }
  }

  private void skipText() throws IOException {
    int one = oneByte();
    while (one != 0) {
      one = oneByte();
    }
  }

  private long fourBytes() throws IOException {
    int low = twoBytes();
    return low | (long) twoBytes() << 16;
  }

  private int twoBytes() throws IOException {
    int low = oneByte();
    return low | oneByte() << 8;
  }

  private int oneByte() throws IOException {
    if (at == end) {
      fill();
    }
    return Byte.toUnsignedInt(buffer[at++]);
  }

  private void fill() throws IOException {
    if (!filled()) {
      throw new EOFException("the compressed data ends too early");
    }
  }

  /** Fills the empty buffer, unless the file is at its end. */
  private boolean filled() throws IOException {
    int got = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(got, 0);
    filled += end;
    return got > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
