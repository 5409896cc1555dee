package io.cantus.jobs.source;

import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.transforms.source.SourceFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** The entries of a zip archive in the order of its directory, which is all that is read. */
final class ZipStream extends ArchiveStream {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Deflate makes nothing larger than this says; more is no file but a way to fill the memory. */
  private static final long MOST_OVERHEAD = 1 << 10;

  private static final int OVERHEAD_SHIFT = 3;

  private final String location;
  private final ZipDirectory directory;
  private final DataInputStream in;
  private final long length;
  private ZipHeader header;
  private long place;
  private long read;
  private long unpacked;
  private long stored;

  ZipStream(
      String shown,
      ArchiveNames names,
      ArchiveLimits limits,
      FSDataInputStream file,
      String location,
      ZipDirectory directory)
      throws IOException {
    super(shown, names, limits);
    this.location = location;
    this.directory = directory;
    length = directory.begin();
    place = directory.begin();
    file.seek(place);
    in = new DataInputStream(new BufferedInputStream(file, BUFFER_BYTES));
  }

  @Override
  ArchiveEntry header() throws IOException {
    if (read == directory.entries()) {
      return null;
    }
    header = ZipHeader.read(in);
    place += header.length();
    read++;
    unpacked = sum(unpacked, header.bytes());
    stored = Math.min(length, sum(stored, header.storedBytes()));
    count(unpacked);
    return entry();
  }

  private static long sum(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private ArchiveEntry entry() {
    String name = header.name();
    if (header.isFolder()) {
      return ArchiveEntry.folder(name);
    }
    if (header.isLink()) {
      return ArchiveEntry.special(name, "link", "links in archives are not followed");
    }
    if (header.isDevice()) {
      return ArchiveEntry.special(name, "device", "a device, not a file");
    }
    if (header.encrypted()) {
      return unreadable("encrypted", "it is encrypted");
    }
    boolean deflated = header.method() == ZipHeader.DEFLATED;
    if (!deflated && header.method() != ZipHeader.STORED) {
      return unreadable(
          "unsupported-compression",
          "compression method %d; 0 and 8 are read".formatted(header.method()));
    }
    long most =
        deflated
            ? sum(header.bytes(), (header.bytes() >> OVERHEAD_SHIFT) + MOST_OVERHEAD)
            : header.bytes();
    if (header.storedBytes() > most || (!deflated && header.storedBytes() < most)) {
      return unreadable(
          "wrong-size",
          "%d bytes cannot come from %d".formatted(header.bytes(), header.storedBytes()));
    }
    if (header.begin() > directory.begin() - directory.shift() - header.storedBytes()) {
      return unreadable("wrong-place", "it would begin at byte %d".formatted(header.begin()));
    }
    return ArchiveEntry.file(name, header.bytes());
  }

  private ArchiveEntry unreadable(String reason, String detail) {
    return ArchiveEntry.unreadable(header.name(), reason, detail);
  }

  @Override
  SourceItem item(SourceFile source) {
    return new Located(
        new SourceEntry(
            source.collectionName(),
            source.filename(),
            location,
            header.begin() + directory.shift(),
            header.storedBytes(),
            header.bytes(),
            header.method() == ZipHeader.DEFLATED ? Packing.ZIP_DEFLATED : Packing.ZIP_STORED));
  }

  @Override
  long place() {
    return place;
  }

  @Override
  public long position() {
    return stored;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
