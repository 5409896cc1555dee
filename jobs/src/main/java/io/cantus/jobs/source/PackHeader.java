package io.cantus.jobs.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;

/**
 * The beginning of a Hadoop SequenceFile.
 *
 * @param value class of the values
 * @param codec class that compressed them, if any did
 * @param blocks whether many records were compressed together
 * @param sync the 16 bytes that stand between records now and then
 */
record PackHeader(
    String value,
    Optional<String> codec,
    boolean blocks,
    Map<String, String> metadata,
    byte[] sync) {
  private static final int LONGEST_TEXT = 1 << 16;
  private static final int MOST_METADATA = 1 << 10;

  static PackHeader read(DataInputStream in) throws IOException {
    if (!PackFormat.isMagic(in.readNBytes(PackFormat.MAGIC.length()))) {
      throw new IOException("it is no SequenceFile");
    }
    int version = in.readByte();
    if (version != PackFormat.VERSION) {
      throw new IOException(
          "a SequenceFile of version %d; version %d is read"
              .formatted(version, PackFormat.VERSION));
    }
    String key = text(in);
    String value = text(in);
    if (!key.equals(PackFormat.KEY_CLASS)) {
      throw new IOException("keys of class %s; Text is read".formatted(key));
    }
    if (!value.equals(PackFormat.VALUE_CLASS) && !value.equals(PackFormat.KEY_CLASS)) {
      throw new IOException("values of class %s; BytesWritable and Text are read".formatted(value));
    }
    boolean compressed = in.readBoolean();
    boolean blocks = in.readBoolean();
    Optional<String> codec = compressed ? Optional.of(text(in)) : Optional.empty();
    int count = in.readInt();
    if (count < 0 || count > MOST_METADATA) {
      throw new IOException("metadata of %d entries".formatted(count));
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < count; i++) {
      metadata.put(text(in), text(in));
    }
    byte[] sync = new byte[PackFormat.SYNC_BYTES];
    in.readFully(sync);
    return new PackHeader(value, codec, compressed && blocks, metadata, sync);
  }

  /** Whether Cantus wrote the file, so that keys begin with the collection. */
  boolean isOurs() {
    return PackFormat.COLLECTION_AND_FILENAME.equals(metadata.get(PackFormat.KEY));
  }

  static String text(DataInputStream in) throws IOException {
    return Text.readString(in, LONGEST_TEXT);
  }

  /** Reads the size of a value, which stands before its bytes. */
  int valueSize(DataInputStream in) throws IOException {
    int size = value.equals(PackFormat.VALUE_CLASS) ? in.readInt() : WritableUtils.readVInt(in);
    if (size < 0) {
      throw new IOException("a value of %d bytes".formatted(size));
    }
    return size;
  }

  /** Reads a sync mark. */
  void checkSync(DataInputStream in) throws IOException {
    byte[] found = new byte[sync.length];
    in.readFully(found);
    if (!Arrays.equals(found, sync)) {
      throw new IOException("a sync mark is not that of the header");
    }
  }
}
