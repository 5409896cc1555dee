package io.cantus.generation.checkpoint;

import io.cantus.transforms.tfrecord.MaskedCrc32c;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a sorted string table byte for byte as TensorFlow's checkpoint writer does: no
 * compression, blocks of 262,144 bytes or somewhat more. Used once: entries in order of their keys,
 * then {@link #finish()}.
 */
final class SortedTableWriter {
  private static final int BLOCK_BYTES = 262_144;
  private static final int LARGE_ENTRY_BYTES = 524_288;
  private static final int DATA_RESTART_INTERVAL = 16;
  private static final int INDEX_RESTART_INTERVAL = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final MaskedCrc32c crc = new MaskedCrc32c();
  private final BlockBuilder index = new BlockBuilder(INDEX_RESTART_INTERVAL);
  private BlockBuilder data = new BlockBuilder(DATA_RESTART_INTERVAL);
  private byte[] lastKey;

  /** The last key and the handle of a written block that the index does not name yet. */
  private byte[] pendingKey;

  private byte[] pendingHandle;

  /** Appends an entry; its key must be greater than the one before. */
  void add(byte[] key, byte[] value) {
    if (lastKey != null && Arrays.compareUnsigned(lastKey, key) >= 0) {
      throw new IllegalArgumentException("keys must ascend");
    }
    if (key.length + value.length >= LARGE_ENTRY_BYTES) {
      flush();
    }
    if (pendingKey != null) {
      index(separator(pendingKey, key));
    }
    data.add(key, value);
    lastKey = key;
    if (data.size() >= BLOCK_BYTES) {
      flush();
    }
  }

  /** The bytes of the whole table. */
  byte[] finish() {
    flush();
    byte[] metaindexHandle = write(new BlockBuilder(DATA_RESTART_INTERVAL));
    if (pendingKey != null) {
      index(successor(pendingKey));
    }
    byte[] indexHandle = write(index);
    ByteBuffer footer =
        ByteBuffer.allocate(SortedTable.FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metaindexHandle).put(indexHandle);
    footer.putLong(SortedTable.FOOTER_BYTES - Long.BYTES, SortedTable.MAGIC);
    out.writeBytes(footer.array());
    return out.toByteArray();
  }

  private void flush() {
    if (data.isEmpty()) {
      return;
    }
    pendingKey = lastKey;
    pendingHandle = write(data);
    data = new BlockBuilder(DATA_RESTART_INTERVAL);
  }

  private void index(byte[] key) {
    index.add(key, pendingHandle);
    pendingKey = null;
  }

  private byte[] write(BlockBuilder block) {
    byte[] content = Arrays.copyOf(block.finish(), block.size() + 1);
    content[content.length - 1] = SortedTable.UNCOMPRESSED;
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, out.size());
    varint(handle, content.length - 1);
    out.writeBytes(content);
    fixed32(out, crc.of(content, 0, content.length));
    return handle.toByteArray();
  }

  /** A short key k with before <= k < after. */
  private static byte[] separator(byte[] before, byte[] after) {
    int at = Arrays.mismatch(before, after);
    if (at < before.length
        && (before[at] & 0xff) < 0xff
        && (before[at] & 0xff) + 1 < (after[at] & 0xff)) {
      byte[] key = Arrays.copyOf(before, at + 1);
      key[at]++;
      return key;
    }
    return before;
  }

  /** A short key that is not less than {@code key}. */
  private static byte[] successor(byte[] key) {
    for (int at = 0; at < key.length; at++) {
      if (key[at] != (byte) 0xff) {
        byte[] shortened = Arrays.copyOf(key, at + 1);
        shortened[at]++;
        return shortened;
      }
    }
    return key;
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static void fixed32(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private static final class BlockBuilder {
    private final int restartInterval;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final List<Integer> restarts = new ArrayList<>(List.of(0));
    private int sinceRestart;
    private byte[] previous = new byte[0];

    BlockBuilder(int restartInterval) {
      this.restartInterval = restartInterval;
    }

    boolean isEmpty() {
      return entries.size() == 0;
    }

    /** Bytes of the content, restarts and their count included. */
    int size() {
      return entries.size() + Integer.BYTES * (restarts.size() + 1);
    }

    void add(byte[] key, byte[] value) {
      int shared = 0;
      if (sinceRestart == restartInterval) {
        restarts.add(entries.size());
        sinceRestart = 0;
      } else {
        int mismatch = Arrays.mismatch(previous, key);
        shared = mismatch < 0 ? key.length : mismatch;
      }
      varint(entries, shared);
      varint(entries, key.length - shared);
      varint(entries, value.length);
      entries.write(key, shared, key.length - shared);
      entries.writeBytes(value);
      previous = key;
      sinceRestart++;
    }

    byte[] finish() {
      ByteArrayOutputStream content = new ByteArrayOutputStream(size());
      content.writeBytes(entries.toByteArray());
      restarts.forEach(restart -> fixed32(content, restart));
      fixed32(content, restarts.size());
      return content.toByteArray();
    }
  }
}
