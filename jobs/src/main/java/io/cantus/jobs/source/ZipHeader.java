package io.cantus.jobs.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An entry of a zip archive's central directory.
 *
 * @param name decoded, its parts joined by {@code /}
 * @param length of this description in the directory
 * @param method of compression, as APPNOTE numbers them
 * @param mode of a file on Unix; 0 elsewhere
 * @param storedBytes how many there are in the archive
 * @param bytes how many there are once unpacked
 * @param begin offset of the entry's own header from the archive's beginning
 */
record ZipHeader(
    String name,
    int length,
    boolean encrypted,
    int method,
    int mode,
    long storedBytes,
    long bytes,
    long begin) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int SIGNATURE = 0x02014b50;
  private static final int FIXED_BYTES = 46;
  private static final int ZIP64 = 1;
  private static final int UNICODE_PATH = 0x7075;
  private static final int ENCRYPTED = 1;
  private static final int UTF_8 = 1 << 11;
  private static final int DOS = 0;
  private static final int UNIX = 3;
  private static final int MAC = 19;
  private static final int FORMAT = 0xf000;
  private static final int LINK = 0xa000;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;
  private static final long SEE_64 = 0xffffffffL;

  /** What names are in that are not UTF-8: the characters of the first PC. */
  private static final Charset PC = Charset.forName("IBM437");

  /** Reads the next entry. */
  static ZipHeader read(DataInputStream in) throws IOException {
    ByteBuffer fixed = bytes(in, FIXED_BYTES);
    if (fixed.getInt(0) != SIGNATURE) {
      throw new IOException("there is no entry of a zip archive's directory where one should be");
    }
    byte[] name = bytes(in, unsigned(fixed, 28)).array();
    ByteBuffer extra = bytes(in, unsigned(fixed, 30));
    in.skipNBytes(unsigned(fixed, 32));
    long bytes = Integer.toUnsignedLong(fixed.getInt(24));
    long storedBytes = Integer.toUnsignedLong(fixed.getInt(20));
    long begin = Integer.toUnsignedLong(fixed.getInt(42));
    Optional<ByteBuffer> large = field(extra, ZIP64);
    if (large.isPresent()) {
      bytes = orLarge(bytes, large.get());
      storedBytes = orLarge(storedBytes, large.get());
      begin = orLarge(begin, large.get());
    }
    int system = Byte.toUnsignedInt(fixed.get(5));
    int flags = unsigned(fixed, 8);
    int mode = system == UNIX || system == MAC ? unsigned(fixed, 40) : 0;
    String text = decode(name, flags, extra);
    return new ZipHeader(
        system == DOS ? text.replace('\\', '/') : text,
        FIXED_BYTES + name.length + extra.limit() + unsigned(fixed, 32),
        (flags & ENCRYPTED) != 0,
        unsigned(fixed, 10),
        mode,
        storedBytes,
        bytes,
        begin);
  }

  boolean isFolder() {
    return name.endsWith("/") || (mode & FORMAT) == FOLDER;
  }

  boolean isLink() {
    return (mode & FORMAT) == LINK;
  }

  boolean isDevice() {
    int format = mode & FORMAT;
    return format != 0 && format != REGULAR && format != LINK && format != FOLDER;
  }

  private static long orLarge(long value, ByteBuffer large) throws IOException {
    if (value != SEE_64) {
      return value;
    }
    if (large.remaining() < Long.BYTES) {
      throw new IOException("the size of a large entry is missing");
    }
    long found = large.getLong();
    if (found < 0) {
      throw new IOException("an entry of over 2^63 bytes");
    }
    return found;
  }

  private static String decode(byte[] name, int flags, ByteBuffer extra) {
    if ((flags & UTF_8) != 0) {
      return new String(name, StandardCharsets.UTF_8);
    }
    Optional<ByteBuffer> unicode = field(extra, UNICODE_PATH);
    if (unicode.isPresent() && unicode.get().remaining() > 1 + Integer.BYTES) {
      ByteBuffer path = unicode.get();
      path.get();
      CRC32 crc = new CRC32();
      crc.update(name);
      if (path.getInt() == (int) crc.getValue()) {
        return StandardCharsets.UTF_8.decode(path).toString();
      }
    }
    try {
      CharBuffer utf8 = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
      return utf8.toString();
    } catch (CharacterCodingException e) {
      return new String(name, PC);
    }
  }

  /** An extra field's data. */
  private static Optional<ByteBuffer> field(ByteBuffer extra, int wanted) {
    int at = 0;
    while (at + 4 <= extra.limit()) {
      int length = unsigned(extra, at + 2);
      if (at + 4 + length > extra.limit()) {
        return Optional.empty();
      }
      if (unsigned(extra, at) == wanted) {
        return Optional.of(extra.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN));
      }
      at += 4 + length;
    }
    return Optional.empty();
  }

  private static ByteBuffer bytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
