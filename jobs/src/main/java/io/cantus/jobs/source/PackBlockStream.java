package io.cantus.jobs.source;

import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.transforms.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.WritableUtils;
import org.apache.hadoop.io.compress.CompressionCodec;

/**
 * The records of a SequenceFile that compresses many of them together: their number, the keys'
 * lengths, the keys, the values' lengths and the values, each a length and compressed bytes. Keys
 * and values tell their lengths themselves.
 */
final class PackBlockStream extends ArchiveStream {
  /** Keys of one block; Hadoop makes blocks of some 1 MB. */
  private static final int MOST_KEY_BYTES = 1 << 25;

  private final FSDataInputStream file;
  private final long length;
  private final PackHeader pack;
  private final CompressionCodec codec;
  private DataInputStream keys;
  private CodecStream values;
  private int left;
  private long blockEnd;
  private int size;
  private boolean read = true;
  private long unpacked;

  /** Continues after the header. */
  PackBlockStream(
      String shown,
      ArchiveNames names,
      ArchiveLimits limits,
      FSDataInputStream file,
      long length,
      PackHeader pack,
      CompressionCodec codec)
      throws IOException {
    super(shown, names, limits);
    this.file = file;
    this.length = length;
    this.pack = pack;
    this.codec = codec;
    blockEnd = file.getPos();
  }

  @Override
  ArchiveEntry header() throws IOException {
    while (left == 0) {
      if (blockEnd >= length) {
        return null;
      }
      beginBlock();
    }
    DataInputStream data = new DataInputStream(values);
    if (!read) {
      data.skipNBytes(size);
    }
    left--;
    read = false;
    String name = PackHeader.text(keys);
    size = pack.valueSize(data);
    unpacked += size;
    count(unpacked);
    return ArchiveEntry.file(name, size);
  }

  private void beginBlock() throws IOException {
    close(values);
    file.seek(blockEnd);
    if (file.readInt() != PackFormat.SYNC_ESCAPE) {
      throw new IOException("there is no sync mark before a block");
    }
    pack.checkSync(file);
    left = WritableUtils.readVInt(file);
    if (left < 0) {
      throw new IOException("a block of %d records".formatted(left));
    }
    skipBuffer();
    keys = new DataInputStream(new ByteArrayInputStream(unpackedKeys()));
    skipBuffer();
    int bytes = buffer();
    blockEnd = file.getPos() + bytes;
    values = new CodecStream(codec, file, bytes);
    read = true;
  }

  private byte[] unpackedKeys() throws IOException {
    int bytes = buffer();
    long end = file.getPos() + bytes;
    try (CodecStream packed = new CodecStream(codec, file, bytes)) {
      byte[] all = packed.readNBytes(MOST_KEY_BYTES + 1);
      if (all.length > MOST_KEY_BYTES) {
        throw new IOException("a block with over %d bytes of keys".formatted(MOST_KEY_BYTES));
      }
      file.seek(end);
      return all;
    }
  }

  private void skipBuffer() throws IOException {
    int bytes = buffer();
    file.seek(file.getPos() + bytes);
  }

  /** Length of the buffer that begins here. */
  private int buffer() throws IOException {
    int bytes = WritableUtils.readVInt(file);
    if (bytes < 0) {
      throw new IOException("a buffer of %d bytes".formatted(bytes));
    }
    if (file.getPos() + bytes > length) {
      throw new EOFException("a block is cut off");
    }
    return bytes;
  }

  @Override
  SourceItem item(SourceFile source) throws IOException {
    byte[] content = new byte[size];
    new DataInputStream(values).readFully(content);
    read = true;
    return new Unpacked(source.collectionName(), source.filename(), content);
  }

  @Override
  long place() throws IOException {
    return file.getPos();
  }

  @Override
  public long position() {
    return blockEnd;
  }

  @Override
  public void close() throws IOException {
    close(values);
    file.close();
  }

  private static void close(CodecStream stream) {
    if (stream != null) {
      stream.close();
    }
  }
}
