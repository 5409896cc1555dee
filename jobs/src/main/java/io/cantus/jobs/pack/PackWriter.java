package io.cantus.jobs.pack;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.source.PackFormat;
import io.cantus.transforms.source.SourceFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;

/**
 * Writes an uncompressed Hadoop SequenceFile of files: the key is {@code collection/filename}, the
 * value the bytes. Hadoop's own writer takes a new random sync mark each time; here the same files
 * make the same bytes. What cannot be written is a {@link io.cantus.transforms.BadInputException}
 * that names the file.
 */
public final class PackWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** As many bytes lie between sync marks as Hadoop's writer puts there. */
  private static final int SYNC_INTERVAL = 100 << 10;

  /** Any bytes will do that are not met in files: these begin the SHA-256 of "cantus pack". */
  private static final byte[] SYNC = HexFormat.of().parseHex("aeec646fa015c82f19f4be8f18bf6da9");

  private final Path path;
  private final DataOutputStream out;
  private long files;
  private long bytes;
  private long sync;

  private PackWriter(Path path, DataOutputStream out) {
    this.path = path;
    this.out = out;
  }

  /** Creates the file, or empties it. */
  public static PackWriter create(Storage storage, Path path) {
    return begin(storage, path, PackWriter::writeHeader);
  }

  /** The same for a file that will be appended to a pack which another writer began. */
  public static PackWriter createContinuation(Storage storage, Path path) {
    return begin(storage, path, PackWriter::writeSync);
  }

  private interface Beginning {
    void writeTo(PackWriter writer) throws IOException;
  }

  private static PackWriter begin(Storage storage, Path path, Beginning beginning) {
    try {
      PackWriter writer =
          new PackWriter(
              path,
              new DataOutputStream(new BufferedOutputStream(storage.create(path), BUFFER_BYTES)));
      beginning.writeTo(writer);
      return writer;
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }

  private void writeHeader() throws IOException {
    out.writeBytes(PackFormat.MAGIC);
    out.writeByte(PackFormat.VERSION);
    Text.writeString(out, PackFormat.KEY_CLASS);
    Text.writeString(out, PackFormat.VALUE_CLASS);
    out.writeBoolean(false);
    out.writeBoolean(false);
    out.writeInt(1);
    Text.writeString(out, PackFormat.KEY);
    Text.writeString(out, PackFormat.COLLECTION_AND_FILENAME);
    out.write(SYNC);
  }

  /** Appends a file. */
  public void write(SourceFile source, byte[] content) {
    byte[] key =
        (source.collectionName() + "/" + source.filename()).getBytes(StandardCharsets.UTF_8);
    int keyBytes = WritableUtils.getVIntSize(key.length) + key.length;
    int record = Math.addExact(keyBytes + Integer.BYTES, content.length);
    try {
      if (bytes - sync >= SYNC_INTERVAL) {
        writeSync();
        sync = bytes;
      }
      out.writeInt(record);
      out.writeInt(keyBytes);
      WritableUtils.writeVInt(out, key.length);
      out.write(key);
      out.writeInt(content.length);
      out.write(content);
      bytes += record;
      files++;
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }

  private void writeSync() throws IOException {
    out.writeInt(PackFormat.SYNC_ESCAPE);
    out.write(SYNC);
  }

  /** Files written so far. */
  long files() {
    return files;
  }

  /** Writes the end mark: without it the pack is one that was cut off. */
  public void finish() {
    try {
      for (int i = 0; i < PackFormat.SYNCS_AT_END; i++) {
        writeSync();
      }
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }
}
