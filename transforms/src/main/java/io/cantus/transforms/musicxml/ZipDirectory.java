package io.cantus.transforms.musicxml;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory: a list of its entries, each unpacked only when it is asked for and never
 * beyond a limit. (The JDK reads archives from files, or unpacks all entries on the way to one.)
 */
final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final long UINT = 0xffffffffL;
  private static final int USHORT = 0xffff;

  private final byte[] archive;
  private final ByteBuffer zip;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A file of the archive, as its directory describes it.
   *
   * @param offset of its local header
   */
  record Entry(String name, int flags, int method, long crc, long packed, long size, long offset) {}

  /** Whether the bytes begin as a zip archive does. */
  static boolean isZip(byte[] content) {
    return content.length >= 4 && littleEndian(content).getInt(0) == LOCAL_SIGNATURE;
  }

  /** Reads the directory. */
  ZipDirectory(byte[] archive) throws MalformedScoreException {
    this.archive = archive;
    zip = littleEndian(archive);
    int end = end();
    int count = unsignedShort(end + 10);
    long next = unsignedInt(end + 16);
    for (int i = 0; i < count; i++) {
      next = readEntry(next);
    }
  }

  private static ByteBuffer littleEndian(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The end record stands last, but for a comment of any length. */
  private int end() throws MalformedScoreException {
    int last = archive.length - END_LENGTH;
    for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
      if (zip.getInt(at) == END_SIGNATURE && unsignedShort(at + 20) == last - at) {
        return at;
      }
    }
    throw new MalformedScoreException(
        "zip-cut-off", archive.length, "a zip archive without its end, which lists its files");
  }

  private long readEntry(long at) throws MalformedScoreException {
    int begin = header(at, ENTRY_LENGTH, ENTRY_SIGNATURE);
    int nameLength = unsignedShort(begin + 28);
    check(begin + ENTRY_LENGTH, nameLength);
    entries.add(
        new Entry(
            new String(archive, begin + ENTRY_LENGTH, nameLength, StandardCharsets.UTF_8),
            unsignedShort(begin + 8),
            unsignedShort(begin + 10),
            unsignedInt(begin + 16),
            unsignedInt(begin + 20),
            unsignedInt(begin + 24),
            unsignedInt(begin + 42)));
    return (long) begin
        + ENTRY_LENGTH
        + nameLength
        + unsignedShort(begin + 30)
        + unsignedShort(begin + 32);
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * The bytes of a file.
   *
   * @param limit most bytes that it may have, unpacked
   */
  byte[] read(Entry entry, long limit) throws MalformedScoreException {
    int local = header(entry.offset(), LOCAL_LENGTH, LOCAL_SIGNATURE);
    if ((entry.flags() & ENCRYPTED) != 0) {
      throw new MalformedScoreException(
          "zip-encrypted", local, "the score in the archive is encrypted");
    }
    if (entry.size() > limit) {
      throw tooLarge(entry.size(), limit);
    }
    long data = (long) local + LOCAL_LENGTH + unsignedShort(local + 26) + unsignedShort(local + 28);
    check(data, entry.packed());
    byte[] content =
        switch (entry.method()) {
          case STORED -> stored(entry, (int) data);
          case DEFLATED -> inflate(entry, (int) data);
          default ->
              throw new MalformedScoreException(
                  "zip-method-unknown", local, "compression method " + entry.method());
        };
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != entry.crc()) {
      throw damaged(local, "the checksum of the unpacked score is not the archive's");
    }
    return content;
  }

  private byte[] stored(Entry entry, int data) throws MalformedScoreException {
    if (entry.packed() != entry.size()) {
      throw damaged(data, "a stored file has two sizes");
    }
    byte[] content = new byte[(int) entry.size()];
    zip.get(data, content);
    return content;
  }

  /** Unpacks as many bytes as the directory promises: not one more is ever held. */
  private byte[] inflate(Entry entry, int data) throws MalformedScoreException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(archive, data, (int) entry.packed());
      byte[] content = new byte[(int) entry.size()];
      int length = 0;
      while (length < content.length) {
        int more = inflater.inflate(content, length, content.length - length);
        if (more == 0) {
          break;
        }
        length += more;
      }
      // The end may still have to be read.
      boolean ends = inflater.inflate(new byte[1]) == 0 && inflater.finished();
      if (length < content.length || !ends) {
        throw damaged(data, "the compressed score does not unpack to " + content.length + " bytes");
      }
      return content;
    } catch (DataFormatException e) {
      throw damaged(data, "the compressed score cannot be unpacked");
    } finally {
      inflater.end();
    }
  }

  private static MalformedScoreException tooLarge(long size, long limit) {
    return new MalformedScoreException(
        "file-too-large", size + " bytes unpacked, the limit is " + limit);
  }

  private static MalformedScoreException damaged(int offset, String detail) {
    return new MalformedScoreException("zip-damaged", offset, detail);
  }

  private int header(long at, int length, int signature) throws MalformedScoreException {
    check(at, length);
    if (zip.getInt((int) at) != signature) {
      throw damaged((int) at, "no file begins here");
    }
    return (int) at;
  }

  private void check(long at, long length) throws MalformedScoreException {
    if (at + length > archive.length) {
      throw new MalformedScoreException(
          "zip-cut-off",
          archive.length,
          "the archive ends before byte " + (at + length) + ", to which it refers");
    }
  }

  private int unsignedShort(int at) {
    return zip.getShort(at) & USHORT;
  }

  private long unsignedInt(int at) {
    return zip.getInt(at) & UINT;
  }
}
