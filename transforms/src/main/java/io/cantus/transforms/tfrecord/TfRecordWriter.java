package io.cantus.transforms.tfrecord;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes records to a stream, which should be buffered. Not thread-safe. */
public final class TfRecordWriter implements AutoCloseable {
  /** Bytes that the framing adds to each record. */
  public static final int OVERHEAD = 16;

  private final OutputStream out;
  private final MaskedCrc32c crc = new MaskedCrc32c();
  private final ByteBuffer frame = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
  private long records;
  private long bytes;

  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Appends one record. */
  public void write(byte[] data) throws IOException {
    write(data, 0, data.length);
  }

  /** Appends one record: {@code length} bytes of {@code data} from {@code offset}. */
  public void write(byte[] data, int offset, int length) throws IOException {
    frame.putLong(0, length);
    frame.putInt(8, crc.of(frame.array(), 0, 8));
    out.write(frame.array(), 0, 12);
    out.write(data, offset, length);
    frame.putInt(0, crc.of(data, offset, length));
    out.write(frame.array(), 0, 4);
    records++;
    bytes += OVERHEAD + (long) length;
  }

  /** Records written so far. */
  public long records() {
    return records;
  }

  /** Bytes written so far, framing included. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
