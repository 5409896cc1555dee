package io.cantus.jobs.source;

import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Unpacked;
import io.cantus.transforms.source.SourceFile;
import java.io.EOFException;
import java.io.IOException;

/**
 * The entries of a tar archive: ustar, GNU's and POSIX's long names. Of a plain archive only the
 * headers are read; of a compressed one the files, one at a time.
 *
 * <p>The end mark must be there. Other archives may follow it, as when two were concatenated; with
 * GNU tar that takes {@code --ignore-zeros}, here nothing is lost.
 */
final class TarStream extends ArchiveStream {
  private final TarBytes bytes;

  /** Where the last header's data begins and how long it is. */
  private long data;

  private long size;
  private boolean endMark;

  TarStream(String shown, ArchiveNames names, ArchiveLimits limits, TarBytes bytes) {
    super(shown, names, limits);
    this.bytes = bytes;
  }

  @Override
  ArchiveEntry header() throws IOException {
    bytes.seek(nextHeader());
    TarAttributes attributes = new TarAttributes();
    for (TarHeader header = read(); header != null; header = read()) {
      char type = header.type();
      size = type == '1' ? 0 : header.size();
      data = bytes.position();
      if (!TarAttributes.isOfNext(type)) {
        return entry(header, attributes);
      }
      attributes.read(type, bytes, size);
      count(nextHeader());
      bytes.seek(nextHeader());
    }
    return null;
  }

  /** Where the next header is: data is padded to whole blocks. */
  private long nextHeader() throws IOException {
    long padded = (size + TarHeader.BYTES - 1) / TarHeader.BYTES * TarHeader.BYTES;
    if (padded < size || data + padded < data) {
      throw new IOException("an entry of %d bytes".formatted(size));
    }
    return data + padded;
  }

  private TarHeader read() throws IOException {
    byte[] block = new byte[TarHeader.BYTES];
    while (true) {
      int got = bytes.read(block);
      if (got == 0 && endMark) {
        return null;
      }
      if (got < block.length) {
        throw new EOFException(got == 0 ? "the end mark is missing" : "a header is cut off");
      }
      TarHeader header = new TarHeader(block);
      if (!header.isZero()) {
        endMark = false;
        if (!header.isValid()) {
          throw new IOException("there is no tar header where one should be");
        }
        return header;
      }
      endMark = true;
    }
  }

  private ArchiveEntry entry(TarHeader header, TarAttributes attributes) throws IOException {
    String name = attributes.name().orElseGet(header::name);
    char type = header.type();
    if (type == 'S') {
      skipSparseMap(header);
    } else if (type != '1') {
      size = attributes.size().orElse(size);
    }
    count(nextHeader());
    if (type == 'S' || attributes.sparse()) {
      return ArchiveEntry.unreadable(name, "sparse-file", "sparse files are not unpacked");
    }
    return switch (type) {
      case '0', '\0', '7' ->
          name.endsWith("/") ? ArchiveEntry.folder(name) : ArchiveEntry.file(name, size);
      case '5', 'D' -> ArchiveEntry.folder(name);
      case '1', '2' -> ArchiveEntry.special(name, "link", "links in archives are not followed");
      case '3', '4', '6' -> ArchiveEntry.special(name, "device", "a device, not a file");
      default ->
          ArchiveEntry.special(name, "unknown-entry-type", "an entry of type '%s'".formatted(type));
    };
  }

  /** More of the map of a sparse file lies between header and data. */
  private void skipSparseMap(TarHeader header) throws IOException {
    byte[] block = new byte[TarHeader.BYTES];
    boolean continues = header.sparseContinues();
    while (continues) {
      bytes.readFully(block);
      continues = block[TarAttributes.SPARSE_MAP_CONTINUES] != 0;
    }
    data = bytes.position();
  }

  @Override
  SourceItem item(SourceFile source) throws IOException {
    if (bytes.location().isPresent()) {
      bytes.require(data + size);
      return new Located(
          new SourceEntry(
              source.collectionName(),
              source.filename(),
              bytes.location().get(),
              data,
              size,
              size,
              Packing.AS_IS));
    }
    byte[] content = new byte[Math.toIntExact(size)];
    bytes.readFully(content);
    return new Unpacked(source.collectionName(), source.filename(), content);
  }

  @Override
  long place() {
    return bytes.positionInFile();
  }

  @Override
  public long position() {
    return bytes.positionInFile();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
