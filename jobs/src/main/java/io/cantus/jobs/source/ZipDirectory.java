package io.cantus.jobs.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Where a zip archive's central directory lies, after PKWARE's APPNOTE 6.3, with zip64 and with
 * anything before the archive, as in one that unpacks itself.
 *
 * @param begin offset in the file
 * @param end offset of what follows it
 * @param entries how many it lists
 * @param shift what to add to the offsets that it gives
 */
record ZipDirectory(long begin, long end, long entries, long shift) {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;

  /** Finds the directory of a file of this length. */
  static ZipDirectory find(FSDataInputStream file, long length) throws IOException {
    byte[] tail = new byte[(int) Math.min(length, END_BYTES + LONGEST_COMMENT)];
    file.readFully(length - tail.length, tail);
    ByteBuffer bytes = littleEndian(tail);
    for (int at = tail.length - END_BYTES; at >= 0; at--) {
      if (bytes.getInt(at) == END && at + END_BYTES + unsigned(bytes, at + 20) <= tail.length) {
        return read(
            file,
            bytes.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN),
            length - tail.length + at);
      }
    }
    throw new EOFException("there is no directory of a zip archive at its end");
  }

  private static ZipDirectory read(FSDataInputStream file, ByteBuffer end, long at)
      throws IOException {
    int entries = unsigned(end, 10);
    long size = Integer.toUnsignedLong(end.getInt(12));
    long begin = Integer.toUnsignedLong(end.getInt(16));
    if (at >= LOCATOR_BYTES) {
      ByteBuffer locator = read(file, at - LOCATOR_BYTES, LOCATOR_BYTES);
      if (locator.getInt(0) == LOCATOR) {
        return read64(file, at - LOCATOR_BYTES, locator.getLong(8));
      }
    }
    if (unsigned(end, 4) != 0) {
      throw new IOException("it is one piece of a split archive");
    }
    return of(at, entries, size, begin);
  }

  private static ZipDirectory read64(FSDataInputStream file, long locator, long stated)
      throws IOException {
    long at = stated;
    ByteBuffer end = null;
    // Where something lies before the archive, its record still is right before the locator.
    for (long candidate : new long[] {stated, locator - END_64_BYTES}) {
      if (end == null && candidate >= 0 && candidate <= locator - END_64_BYTES) {
        ByteBuffer found = read(file, candidate, END_64_BYTES);
        if (found.getInt(0) == END_64) {
          end = found;
          at = candidate;
        }
      }
    }
    if (end == null) {
      throw new IOException("the end record of a large zip archive is not where it should be");
    }
    return of(at, end.getLong(32), end.getLong(40), end.getLong(48));
  }

  private static ZipDirectory of(long end, long entries, long size, long begin) throws IOException {
    long shift = end - size - begin;
    if (entries < 0 || size < 0 || begin < 0 || size > end || shift < 0) {
      throw new IOException("the directory of the zip archive is not where its end says");
    }
    return new ZipDirectory(end - size, end, entries, shift);
  }

  private static ByteBuffer read(FSDataInputStream file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.readFully(at, bytes);
    return littleEndian(bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
