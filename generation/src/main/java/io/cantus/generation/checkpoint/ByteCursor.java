package io.cantus.generation.checkpoint;

import java.util.Arrays;

/** Reads forward through a part of an array and never past its end. */
final class ByteCursor {
  /**
   * The bytes do not say what they should; the message says what was found, but not in which file.
   */
  static final class MalformedException extends Exception {
    MalformedException(String what) {
      super(what);
    }
  }

  private final byte[] bytes;
  private final int end;
  private int position;

  ByteCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  int position() {
    return position;
  }

  int unsignedByte() throws MalformedException {
    if (position == end) {
      throw new MalformedException("it ends too early");
    }
    return bytes[position++] & 0xff;
  }

  /** A little-endian number of {@code count} bytes, at most 4. */
  int littleEndian(int count) throws MalformedException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= unsignedByte() << (8 * i);
    }
    return value;
  }

  /**
   * A varint that stands for a length or place: not negative and no more than an array can hold.
   */
  int length() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = unsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        if (value < 0 || value > Integer.MAX_VALUE) {
          throw new MalformedException(
              "a length of %s bytes is too large".formatted(Long.toUnsignedString(value)));
        }
        return (int) value;
      }
    }
    throw new MalformedException("a length is longer than ten bytes");
  }

  byte[] take(int count) throws MalformedException {
    byte[] taken = Arrays.copyOfRange(bytes, skip(count), position);
    return taken;
  }

  /** Steps over {@code count} bytes and says where they began. */
  int skip(int count) throws MalformedException {
    if (count > end - position) {
      throw new MalformedException(
          "a length of %d bytes where %d are left".formatted(count, end - position));
    }
    int start = position;
    position += count;
    return start;
  }
}
