package io.cantus.transforms.tfrecord;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads records from a stream, which should be buffered. Both checksums of every record are
 * verified; the stream may end only between two records, everything else is a {@link
 * TfRecordException}. Not thread-safe.
 */
public final class TfRecordReader implements AutoCloseable {
  /** Bytes of the frame before a record's data: the length and its checksum. */
  public static final int HEADER_BYTES = 12;

  /** The largest record that a Java array holds. */
  private static final long MAX_RECORD_BYTES = Integer.MAX_VALUE - 16;

  /** Data is read in pieces of this size, so that a false length cannot ask for all memory. */
  private static final int READ_STEP = 1 << 20;

  private final InputStream in;
  private final String source;
  private final MaskedCrc32c crc = new MaskedCrc32c();
  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long offset;

  /**
   * @param in the stream, at the boundary of a record
   * @param source what to call the stream in messages, usually its path
   */
  public TfRecordReader(InputStream in, String source) {
    this(in, source, 0);
  }

  /**
   * @param offset the stream's position in its file, for messages and {@link #offset()}
   */
  public TfRecordReader(InputStream in, String source, long offset) {
    this.in = in;
    this.source = source;
    this.offset = offset;
  }

  /** The next record, or null at the end of the stream. */
  public byte[] next() throws IOException {
    int got = in.readNBytes(header.array(), 0, HEADER_BYTES);
    if (got == 0) {
      return null;
    }
    if (got < HEADER_BYTES) {
      throw new TfRecordException(
          source, offset, "record cut off in its header (%d of 12 bytes)".formatted(got));
    }
    long length = header.getLong(0);
    if (crc.of(header.array(), 0, 8) != header.getInt(8)) {
      String hint = offset == 0 ? " (is this a TFRecord file?)" : "";
      throw new TfRecordException(source, offset, "wrong checksum of a record's length" + hint);
    }
    if (length < 0 || length > MAX_RECORD_BYTES) {
      throw new TfRecordException(
          source,
          offset,
          "record of %s bytes is too large".formatted(Long.toUnsignedString(length)));
    }
    byte[] data = read((int) length);
    int tail = in.readNBytes(header.array(), 0, 4);
    if (tail < 4) {
      throw new TfRecordException(source, offset, "record cut off in its last checksum");
    }
    if (crc.of(data, 0, data.length) != header.getInt(0)) {
      throw new TfRecordException(source, offset, "wrong checksum of a record's data");
    }
    offset += HEADER_BYTES + length + 4;
    return data;
  }

  private byte[] read(int length) throws IOException {
    byte[] data = new byte[Math.min(length, READ_STEP)];
    int filled = 0;
    while (true) {
      filled += in.readNBytes(data, filled, data.length - filled);
      if (filled < data.length) {
        throw new TfRecordException(
            source,
            offset,
            "record cut off in its data (%d of %d bytes)".formatted(filled, length));
      }
      if (filled == length) {
        return data;
      }
      data = Arrays.copyOf(data, (int) Math.min(length, 2L * data.length));
    }
  }

  /** Where the next record begins. */
  public long offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
