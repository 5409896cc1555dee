package io.cantus.jobs.source;

import io.cantus.jobs.source.SourceEntry.Packing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FSDataInputStream;

/** Reads one file out of a zip archive, from its own header on, and checks its checksum. */
final class ZipMember {
  private static final int SIGNATURE = 0x04034b50;
  private static final int HEADER_BYTES = 30;
  private static final int CHECKSUM_FOLLOWS = 1 << 3;
  private static final int FOLLOWING_SIGNATURE = 0x08074b50;

  private ZipMember() {}

  /** Reads the file whose header is at the position of {@code file}. */
  static byte[] read(FSDataInputStream file, SourceEntry entry, Inflater inflater)
      throws IOException {
    ByteBuffer header = bytes(file, HEADER_BYTES);
    if (header.getInt(0) != SIGNATURE) {
      throw new ZipException("there is no header of a zip archive at byte " + entry.offset());
    }
    file.skipNBytes(
        Short.toUnsignedLong(header.getShort(26)) + Short.toUnsignedLong(header.getShort(28)));
    byte[] stored = bytes(file, Math.toIntExact(entry.storedBytes())).array();
    byte[] content =
        entry.packing() == Packing.ZIP_DEFLATED
            ? inflate(stored, Math.toIntExact(entry.bytes()), inflater)
            : stored;
    CRC32 found = new CRC32();
    found.update(content);
    if ((int) found.getValue() != checksum(header, file)) {
      throw new ZipException("its checksum is wrong");
    }
    return content;
  }

  private static int checksum(ByteBuffer header, FSDataInputStream file) throws IOException {
    if ((header.getShort(6) & CHECKSUM_FOLLOWS) == 0) {
      return header.getInt(14);
    }
    ByteBuffer following = bytes(file, 2 * Integer.BYTES);
    return following.getInt(0) == FOLLOWING_SIGNATURE
        ? following.getInt(Integer.BYTES)
        : following.getInt(0);
  }

  private static byte[] inflate(byte[] stored, int bytes, Inflater inflater) throws IOException {
    inflater.reset();
    try {
      inflater.setInput(stored);
      byte[] content = new byte[bytes];
      int got = 0;
      while (got < bytes && !inflater.finished() && !inflater.needsInput()) {
        got += inflater.inflate(content, got, bytes - got);
      }
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (got < bytes || more || !inflater.finished()) {
        throw new ZipException(
            "it unpacks to %s than the %d bytes that the archive says"
                .formatted(more ? "more" : "less", bytes));
      }
      return content;
    } catch (DataFormatException e) {
      throw new ZipException("its compressed data is damaged: " + e.getMessage());
    }
  }

  private static ByteBuffer bytes(FSDataInputStream file, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
