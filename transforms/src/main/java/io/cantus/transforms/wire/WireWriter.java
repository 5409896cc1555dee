package io.cantus.transforms.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a protobuf message into an array of just its size. Scalars at their default are left out,
 * as protobuf's own writers do. Its {@code CodedOutputStream} writes a double byte by byte, and
 * needs the size of a message before its fields.
 */
public final class WireWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LAST_SMALL = 0x7f;

  private final byte[] message;
  private int position;

  /**
   * @param message to be filled from its first byte on; with too small a one a write ends in an
   *     IndexOutOfBoundsException
   */
  public WireWriter(byte[] message) {
    this.message = message;
  }

  /** Bytes that are not written yet. */
  public int left() {
    return message.length - position;
  }

  /** Writes an int32 or an enum. */
  public void int32(int field, int value) {
    if (value != 0) {
      tag(field, WireReader.VARINT);
      varint(value);
    }
  }

  public void bool(int field, boolean value) {
    if (value) {
      tag(field, WireReader.VARINT);
      message[position++] = 1;
    }
  }

  /** Writes a double; only the positive zero is the default. */
  public void fixed64(int field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      tag(field, WireReader.FIXED_64);
      LONG.set(message, position, bits);
      position += Long.BYTES;
    }
  }

  public void text(int field, String value) {
    if (!value.isEmpty()) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      begin(field, utf8.length);
      System.arraycopy(utf8, 0, message, position, utf8.length);
      position += utf8.length;
    }
  }

  /** Begins a message whose fields take {@code size} bytes. */
  public void begin(int field, int size) {
    tag(field, WireReader.LENGTH_DELIMITED);
    varint(size);
  }

  /**
   * Begins a message whose fields take below 128 bytes; {@link #endSmall} needs what it returns.
   */
  public int beginSmall(int field) {
    tag(field, WireReader.LENGTH_DELIMITED);
    return position++;
  }

  /** Ends a message. */
  public void endSmall(int begin) {
    message[begin] = (byte) (position - begin - 1);
  }

  private void tag(int field, int wireType) {
    varint(WireReader.tag(field, wireType));
  }

  /** A negative number takes ten bytes. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~LAST_SMALL) != 0) {
      message[position++] = (byte) (rest | ~LAST_SMALL);
      rest >>>= 7;
    }
    message[position++] = (byte) rest;
  }
}
