package io.cantus.generation.checkpoint;

import io.cantus.generation.checkpoint.ByteCursor.MalformedException;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads TensorFlow's sorted string table: blocks of prefix-compressed entries, an index block, a
 * footer, all little-endian. Every checksum is verified and no length is believed before it is
 * compared with what is there.
 */
final class SortedTable {
  static final int FOOTER_BYTES = 48;
  static final long MAGIC = 0xdb4775248b80fb57L;

  /** Behind every block: its kind of compression and the masked CRC-32C of content and kind. */
  static final int TRAILER_BYTES = 5;

  static final int UNCOMPRESSED = 0;
  static final int SNAPPY = 1;

  /** One entry: a key, greater than the one before as a string of unsigned bytes, and a value. */
  record Entry(byte[] key, byte[] value) {}

  private record Block(int offset, int size) {}

  private final byte[] file;
  private final String source;
  private final MaskedCrc32c crc = new MaskedCrc32c();

  private SortedTable(byte[] file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * All entries in order.
   *
   * @param source what to call the table in messages, usually its path
   * @throws BadInputException if the file is damaged or no table; says what is wrong and where
   */
  static List<Entry> read(byte[] file, String source) {
    return new SortedTable(file, source).entries();
  }

  /** Whether the last bytes of a file are a table's. */
  static boolean hasMagic(byte[] file) {
    return file.length >= FOOTER_BYTES
        && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(file.length - Long.BYTES)
            == MAGIC;
  }

  private List<Entry> entries() {
    if (file.length < FOOTER_BYTES) {
      throw new BadInputException(
          "%s: no checkpoint: %d bytes are fewer than its footer has"
              .formatted(source, file.length));
    }
    int footer = file.length - FOOTER_BYTES;
    if (!hasMagic(file)) {
      throw new BadInputException(
          "%s: no checkpoint, or cut off: its last 8 bytes are not a table's".formatted(source));
    }
    Block index;
    try {
      ByteCursor handles = new ByteCursor(file, footer, file.length - Long.BYTES);
      handle(handles);
      index = handle(handles);
    } catch (MalformedException e) {
      throw damaged("footer", footer, e);
    }
    List<Entry> entries = new ArrayList<>();
    for (Entry indexed : block(index)) {
      Block block;
      try {
        block = handle(new ByteCursor(indexed.value(), 0, indexed.value().length));
      } catch (MalformedException e) {
        throw damaged("index block", index.offset(), e);
      }
      for (Entry entry : block(block)) {
        // Also keeps an index from sending the reader to one block again and again.
        if (!entries.isEmpty()
            && Arrays.compareUnsigned(entries.get(entries.size() - 1).key(), entry.key()) >= 0) {
          throw damaged("block", block.offset(), new MalformedException("its keys do not ascend"));
        }
        entries.add(entry);
      }
    }
    return entries;
  }

  private Block handle(ByteCursor cursor) throws MalformedException {
    int offset = cursor.length();
    int size = cursor.length();
    if ((long) offset + size + TRAILER_BYTES > file.length - FOOTER_BYTES) {
      throw new MalformedException(
          "it names a block of %d bytes at byte %d of a file of %d"
              .formatted(size, offset, file.length));
    }
    return new Block(offset, size);
  }

  private List<Entry> block(Block block) {
    try {
      return entries(content(block));
    } catch (MalformedException e) {
      throw damaged("block", block.offset(), e);
    }
  }

  private byte[] content(Block block) throws MalformedException {
    int kindAt = block.offset() + block.size();
    int stored = new ByteCursor(file, kindAt + 1, kindAt + TRAILER_BYTES).littleEndian(4);
    if (crc.of(file, block.offset(), block.size() + 1) != stored) {
      throw new MalformedException("its checksum does not match");
    }
    return switch (file[kindAt]) {
      case UNCOMPRESSED -> Arrays.copyOfRange(file, block.offset(), kindAt);
      case SNAPPY -> RawSnappy.decompress(file, block.offset(), block.size());
      default -> throw new MalformedException("unknown compression " + (file[kindAt] & 0xff));
    };
  }

  private static List<Entry> entries(byte[] content) throws MalformedException {
    if (content.length < Integer.BYTES) {
      throw new MalformedException("it is too short to count its restarts");
    }
    int restarts =
        new ByteCursor(content, content.length - Integer.BYTES, content.length).littleEndian(4);
    long end = content.length - Integer.BYTES * (1 + Integer.toUnsignedLong(restarts));
    if (restarts == 0 || end < 0) {
      throw new MalformedException(
          "%s restarts in %d bytes".formatted(Integer.toUnsignedString(restarts), content.length));
    }
    List<Entry> entries = new ArrayList<>();
    ByteCursor cursor = new ByteCursor(content, 0, (int) end);
    byte[] key = new byte[0];
    while (cursor.hasMore()) {
      int shared = cursor.length();
      int unshared = cursor.length();
      int valueLength = cursor.length();
      if (shared > key.length) {
        throw new MalformedException(
            "a key shares %d bytes with one of %d".formatted(shared, key.length));
      }
      int unsharedAt = cursor.skip(unshared);
      key = Arrays.copyOf(key, shared + unshared);
      System.arraycopy(content, unsharedAt, key, shared, unshared);
      entries.add(new Entry(key, cursor.take(valueLength)));
    }
    return entries;
  }

  private BadInputException damaged(String part, int offset, MalformedException cause) {
    return new BadInputException(
        "%s: damaged checkpoint: %s at byte %d: %s"
            .formatted(source, part, offset, cause.getMessage()),
        cause);
  }
}
