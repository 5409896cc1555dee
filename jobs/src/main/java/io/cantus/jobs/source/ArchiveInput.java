package io.cantus.jobs.source;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.ConversionLimits;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** A tar, compressed tar, zip or SequenceFile, read as the folder that was packed into it. */
final class ArchiveInput implements Input {
  /** What is read, for messages. */
  static final String KINDS = ".tar, .tar.gz, .tgz, .zip, SequenceFile";

  private static final String ZIP = ".zip";
  private static final List<String> TAR = List.of(".tar.gz", ".tgz", ".tar");
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int MAGIC_BYTES = 3;

  /** Which reader an archive takes. */
  private enum Kind {
    ZIP,
    TAR,
    TAR_GZ,
    PACK
  }

  private final Storage storage;
  private final FileStatus status;
  private final Kind kind;
  private final Depth depth;
  private final ArchiveLimits archiveLimits;
  private final ConversionLimits limits;
  private boolean located = true;
  private OptionalLong files = OptionalLong.empty();

  /** What the last reading showed, for the next. */
  private Layout layout = Layout.UNKNOWN;

  private ArchiveInput(
      Storage storage,
      FileStatus status,
      Kind kind,
      Depth depth,
      ArchiveLimits archiveLimits,
      ConversionLimits limits) {
    this.storage = storage;
    this.status = status;
    this.kind = kind;
    this.depth = depth;
    this.archiveLimits = archiveLimits;
    this.limits = limits;
  }

  /**
   * The archive that a file is, by the end of its name or, as for SequenceFiles, its beginning.
   *
   * @throws BadInputException if it cannot be read
   */
  static Optional<ArchiveInput> of(
      Storage storage,
      FileStatus status,
      Depth depth,
      ArchiveLimits archiveLimits,
      ConversionLimits limits) {
    try {
      Optional<Kind> kind = kind(storage, status);
      if (kind.isEmpty()) {
        return Optional.empty();
      }
      ArchiveInput input =
          new ArchiveInput(storage, status, kind.get(), depth, archiveLimits, limits);
      input.look();
      return Optional.of(input);
    } catch (IOException e) {
      throw unreadable(status, e);
    }
  }

  private static Optional<Kind> kind(Storage storage, FileStatus status) throws IOException {
    String name = status.getPath().getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(ZIP)) {
      return Optional.of(Kind.ZIP);
    }
    byte[] begin;
    try (FSDataInputStream file = storage.open(status.getPath())) {
      begin = file.readNBytes(MAGIC_BYTES);
    }
    if (TAR.stream().anyMatch(name::endsWith)) {
      boolean gzip =
          begin.length == MAGIC_BYTES
              && (Byte.toUnsignedInt(begin[0]) << Byte.SIZE | Byte.toUnsignedInt(begin[1]))
                  == GZIP_MAGIC;
      return Optional.of(gzip ? Kind.TAR_GZ : Kind.TAR);
    }
    return PackFormat.isMagic(begin) ? Optional.of(Kind.PACK) : Optional.empty();
  }

  /** Finds out what can be known without reading all of it. */
  private void look() throws IOException {
    switch (kind) {
      case ZIP -> count();
      case TAR -> {}
      case TAR_GZ -> located = false;
      case PACK -> {
        try (FSDataInputStream file = storage.open(status.getPath())) {
          PackHeader pack = PackHeader.read(file);
          located = pack.codec().isEmpty();
          layout = pack.isOurs() ? Layout.BY_COLLECTION : Layout.UNKNOWN;
        }
      }
    }
  }

  /** Counts the files by going through the directory, and again if their names changed. */
  private void count() throws IOException {
    try (ItemStream all = items()) {
      long count = 0;
      for (SourceItem item = all.next(); item != null; item = all.next()) {
        count += item instanceof Located ? 1 : 0;
      }
      files = OptionalLong.of(count);
    } catch (NamesChanged e) {
      count();
    }
  }

  @Override
  public ItemStream items() {
    FSDataInputStream file = null;
    try {
      file = storage.open(status.getPath());
      return stream(file);
    } catch (IOException e) {
      closeQuietly(file, e);
      throw unreadable(status, e);
    }
  }

  private ItemStream stream(FSDataInputStream file) throws IOException {
    ArchiveNames names = new ArchiveNames(name(), layout, found -> layout = found, depth, limits);
    String location = Storage.location(status.getPath());
    long length = status.getLen();
    return switch (kind) {
      case ZIP -> {
        ZipDirectory directory = ZipDirectory.find(file, length);
        yield new ZipStream(shown(), names, archiveLimits, file, location, directory);
      }
      case TAR -> new TarStream(shown(), names, archiveLimits, TarBytes.of(file, location, length));
      case TAR_GZ ->
          new TarStream(shown(), names, archiveLimits, TarBytes.of(new GzipStream(file)));
      case PACK -> {
        PackHeader pack = PackHeader.read(file);
        Optional<CompressionCodec> codec = codec(pack);
        yield pack.blocks()
            ? new PackBlockStream(
                shown(), names, archiveLimits, file, length, pack, codec.orElseThrow())
            : new PackStream(shown(), names, archiveLimits, file, location, length, pack, codec);
      }
    };
  }

  private static Optional<CompressionCodec> codec(PackHeader pack) throws IOException {
    if (pack.codec().isEmpty()) {
      return Optional.empty();
    }
    CompressionCodec codec =
        new CompressionCodecFactory(new Configuration()).getCodecByClassName(pack.codec().get());
    if (codec == null) {
      throw new IOException("there is no codec %s".formatted(pack.codec().get()));
    }
    return Optional.of(codec);
  }

  /** The archive's name without what says of which kind it is. */
  private String name() {
    String name = status.getPath().getName();
    String lower = name.toLowerCase(Locale.ROOT);
    for (String extension : TAR) {
      if (lower.endsWith(extension)) {
        return name.substring(0, name.length() - extension.length());
      }
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  @Override
  public String shown() {
    return Storage.shown(status.getPath());
  }

  @Override
  public OptionalLong files() {
    return files;
  }

  @Override
  public long bytes() {
    return status.getLen();
  }

  @Override
  public boolean located() {
    return located;
  }

  @Override
  public void addTo(Inventory inventory) {
    inventory.add(status.getPath().getName());
    inventory.add(status.getLen());
    inventory.add(status.getModificationTime());
  }

  private static BadInputException unreadable(FileStatus status, IOException e) {
    return new BadInputException(
        "cannot read %s: %s".formatted(Storage.shown(status.getPath()), Storage.reason(e)), e);
  }

  private static void closeQuietly(Closeable file, IOException because) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException another) {
        because.addSuppressed(another);
      }
    }
  }
}
