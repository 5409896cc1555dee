package io.cantus.jobs.source;

import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.transforms.source.SourceFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.compress.CompressionCodec;

/**
 * The records of a SequenceFile whose values stand one by one, plain or each compressed. Of plain
 * ones only the keys are read.
 */
final class PackStream extends ArchiveStream {
  private final FSDataInputStream file;
  private final String location;
  private final long length;
  private final PackHeader pack;
  private final Optional<CompressionCodec> codec;
  private DataInputStream value;
  private long end;
  private int size;
  private long unpacked;

  /** Continues after the header. */
  PackStream(
      String shown,
      ArchiveNames names,
      ArchiveLimits limits,
      FSDataInputStream file,
      String location,
      long length,
      PackHeader pack,
      Optional<CompressionCodec> codec)
      throws IOException {
    super(shown, names, limits);
    this.file = file;
    this.location = location;
    this.length = length;
    this.pack = pack;
    this.codec = codec;
    end = file.getPos();
  }

  @Override
  ArchiveEntry header() throws IOException {
    file.seek(end);
    int syncs = 0;
    while (file.getPos() < length) {
      int record = file.readInt();
      if (record != PackFormat.SYNC_ESCAPE) {
        return record(record);
      }
      pack.checkSync(file);
      syncs++;
    }
    if (pack.isOurs() && syncs < PackFormat.SYNCS_AT_END) {
      throw new EOFException("the end mark is missing");
    }
    end = length;
    return null;
  }

  private ArchiveEntry record(int record) throws IOException {
    int keyBytes = file.readInt();
    long begin = file.getPos();
    if (keyBytes < 0 || keyBytes > record || begin + record > length) {
      throw new IOException("a record of %d bytes with a key of %d".formatted(record, keyBytes));
    }
    String name = PackHeader.text(file);
    if (file.getPos() != begin + keyBytes) {
      throw new IOException("a key is not as long as the record says");
    }
    end = begin + record;
    value =
        codec.isEmpty()
            ? file
            : new DataInputStream(new CodecStream(codec.get(), file, record - keyBytes));
    size = pack.valueSize(value);
    if (codec.isEmpty() && file.getPos() + size != end) {
      throw new IOException("a value is not as long as the record says");
    }
    unpacked += size;
    count(unpacked);
    return ArchiveEntry.file(name, size);
  }

  @Override
  SourceItem item(SourceFile source) throws IOException {
    if (codec.isPresent()) {
      byte[] content = new byte[size];
      value.readFully(content);
      return new Unpacked(source.collectionName(), source.filename(), content);
    }
    return new Located(
        new SourceEntry(
            source.collectionName(),
            source.filename(),
            location,
            file.getPos(),
            size,
            size,
            Packing.AS_IS));
  }

  /** One pack of several may have got none of the files. */
  @Override
  boolean mayBeEmpty() {
    return pack.isOurs();
  }

  @Override
  long place() throws IOException {
    return file.getPos();
  }

  @Override
  public long position() {
    return end;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
