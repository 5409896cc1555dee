package io.cantus.generation.checkpoint;

import io.cantus.generation.checkpoint.ByteCursor.MalformedException;

/**
 * The decoder of the raw Snappy format, which old checkpoints may use. Own code because generation
 * runs without Spark, and without Spark there is no Snappy on the class path; the format has four
 * kinds of element.
 */
final class RawSnappy {
  /** The densest element turns 3 bytes into 64. */
  private static final int MAX_EXPANSION = 22;

  private RawSnappy() {}

  /** The uncompressed form of {@code length} bytes from {@code offset}. */
  static byte[] decompress(byte[] compressed, int offset, int length) throws MalformedException {
    ByteCursor in = new ByteCursor(compressed, offset, offset + length);
    int size = in.length();
    if (size > (long) MAX_EXPANSION * length) {
      throw new MalformedException("%d compressed bytes cannot hold %d".formatted(length, size));
    }
    byte[] out = new byte[size];
    int filled = 0;
    while (in.hasMore()) {
      int tag = in.unsignedByte();
      int count;
      int distance;
      switch (tag & 3) {
        case 0 -> {
          int code = tag >>> 2;
          count = (code < 60 ? code : in.littleEndian(code - 59)) + 1;
          distance = 0;
        }
        case 1 -> {
          count = (tag >>> 2 & 7) + 4;
          distance = (tag >>> 5) << 8 | in.unsignedByte();
        }
        case 2 -> {
          count = (tag >>> 2) + 1;
          distance = in.littleEndian(2);
        }
        default -> {
          count = (tag >>> 2) + 1;
          distance = in.littleEndian(4);
        }
      }
      // A literal's four-byte length may be negative as an int.
      if (count <= 0 || count > size - filled) {
        throw new MalformedException("compressed data is longer than it says");
      }
      if ((tag & 3) == 0) {
        System.arraycopy(compressed, in.skip(count), out, filled, count);
        filled += count;
      } else {
        if (distance <= 0 || distance > filled) {
          throw new MalformedException("compressed data refers to bytes before its start");
        }
        // Byte by byte: a copy may overlap what it writes.
        for (int stop = filled + count; filled < stop; filled++) {
          out[filled] = out[filled - distance];
        }
      }
    }
    if (filled < size) {
      throw new MalformedException(
          "compressed data ends after %d of %d bytes".formatted(filled, size));
    }
    return out;
  }
}
