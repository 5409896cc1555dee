package io.cantus.jobs.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One header block of a tar archive, as POSIX 1003.1 lays out ustar, with GNU's and star's numbers
 * beyond octal digits.
 */
final class TarHeader {
  static final int BYTES = 512;

  private static final int NAME = 0;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final byte[] USTAR = "ustar\0".getBytes(StandardCharsets.US_ASCII);

  /** In a header of GNU's for a sparse file: whether a block with more of the map follows. */
  private static final int SPARSE_CONTINUES = 482;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  /** Whether this is no header but part of the end mark. */
  boolean isZero() {
    for (byte one : block) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the block's checksum is right: the sum of its bytes, which some took as signed. */
  boolean isValid() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BYTES; i++) {
      boolean inChecksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      unsigned += inChecksum ? ' ' : Byte.toUnsignedInt(block[i]);
      signed += inChecksum ? ' ' : block[i];
    }
    try {
      long stored = number(CHECKSUM, CHECKSUM_BYTES);
      return stored == unsigned || stored == signed;
    } catch (IOException e) {
      return false;
    }
  }

  char type() {
    return (char) Byte.toUnsignedInt(block[TYPE]);
  }

  /** Size of what follows the header, in bytes. */
  long size() throws IOException {
    return number(SIZE, SIZE_BYTES);
  }

  String name() {
    String name = text(NAME, NAME_BYTES);
    boolean ustar = true;
    for (int i = 0; i < USTAR.length; i++) {
      ustar &= block[MAGIC + i] == USTAR[i];
    }
    String prefix = ustar ? text(PREFIX, PREFIX_BYTES) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  boolean sparseContinues() {
    return block[SPARSE_CONTINUES] != 0;
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return text(block, from, end - from);
  }

  /** Names are UTF-8; others are taken byte by byte, so that they differ where the bytes do. */
  static String text(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
  }

  private long number(int from, int length) throws IOException {
    if (block[from] < 0) {
      return binary(from, length);
    }
    long value = 0;
    int at = from;
    int end = from + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    for (; at < end && block[at] != 0 && block[at] != ' '; at++) {
      if (block[at] < '0' || block[at] > '7') {
        throw new IOException("a number in a header is none");
      }
      value = value << 3 | block[at] - '0';
    }
    return value;
  }

  /** A number of high bit 1 and then big-endian binary digits. */
  private long binary(int from, int length) throws IOException {
    long value = block[from] & 0x7f;
    for (int at = from + 1; at < from + length; at++) {
      if (value >>> (Long.SIZE - 1 - Byte.SIZE) != 0) {
        throw new IOException("a number in a header is too large");
      }
      value = value << Byte.SIZE | Byte.toUnsignedInt(block[at]);
    }
    return value;
  }
}
