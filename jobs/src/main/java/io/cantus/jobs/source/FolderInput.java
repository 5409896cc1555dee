package io.cantus.jobs.source;

import io.cantus.jobs.io.FolderWalk;
import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.FolderWalk.Entry;
import io.cantus.jobs.io.FolderWalk.Kind;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.SourceEntry.Packing;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A folder, or one file of it, in the order of {@link FolderWalk}. */
final class FolderInput implements Input {
  private final Path root;
  private final String collection;
  private final List<Entry> entries;
  private final ConversionLimits limits;

  private FolderInput(Path root, String collection, List<Entry> entries, ConversionLimits limits) {
    this.root = root;
    this.collection = collection;
    this.entries = entries;
    this.limits = limits;
  }

  /**
   * Lists a folder.
   *
   * @throws io.cantus.transforms.BadInputException if it cannot be listed or holds no files
   */
  static FolderInput ofFolder(
      Storage storage, Path folder, String collection, Depth depth, ConversionLimits limits) {
    List<Entry> entries = FolderWalk.list(storage, folder, depth, SourceRefusals::hasConverter);
    if (entries.stream().noneMatch(entry -> entry.kind() == Kind.FILE)) {
      throw SourceRefusals.noFiles(
          Storage.shown(folder), entries.stream().anyMatch(entry -> entry.kind() == Kind.FOLDER));
    }
    return new FolderInput(folder, collection, entries, limits);
  }

  /** A folder as if the one file were all that it holds. */
  static FolderInput ofFile(FileStatus file, ConversionLimits limits) {
    Path path = file.getPath();
    Entry entry =
        new Entry(
            path.getName(),
            Storage.location(path),
            file.getLen(),
            file.getModificationTime(),
            Kind.FILE);
    return new FolderInput(path, path.getParent().getName(), List.of(entry), limits);
  }

  @Override
  public String shown() {
    return Storage.shown(root);
  }

  @Override
  public OptionalLong files() {
    return OptionalLong.of(
        entries.stream().map(this::item).filter(Located.class::isInstance).count());
  }

  @Override
  public long bytes() {
    return entries.stream().mapToLong(Entry::bytes).sum();
  }

  @Override
  public boolean located() {
    return true;
  }

  @Override
  public void addTo(Inventory inventory) {
    inventory.add(collection);
    inventory.add(entries.size());
    for (Entry entry : entries) {
      inventory.add(entry.name());
      inventory.add(entry.kind().name());
      inventory.add(entry.bytes());
      inventory.add(entry.modified());
    }
  }

  @Override
  public ItemStream items() {
    Iterator<Entry> left = entries.iterator();
    return new ItemStream() {
      private long position;

      @Override
      public SourceItem next() {
        if (!left.hasNext()) {
          return null;
        }
        Entry entry = left.next();
        position += entry.bytes();
        return item(entry);
      }

      @Override
      public long position() {
        return position;
      }

      @Override
      public void close() {}
    };
  }

  private SourceItem item(Entry entry) {
    String path = new SourceFile(collection, entry.name()).path();
    return switch (entry.kind()) {
      case UNREADABLE_FOLDER ->
          SourceRefusals.rejected(path, "unreadable-folder", "the folder cannot be listed");
      case LINK_LOOP ->
          SourceRefusals.skipped(path, "link-loop", "a link to a folder that holds it");
      case FOLDER -> SourceRefusals.ofFolder(path);
      case SPECIAL ->
          SourceRefusals.hasConverter(path)
              ? SourceRefusals.rejected(path, "not-a-file", "a pipe or device")
              : SourceRefusals.withoutConverter(path);
      case FILE ->
          SourceRefusals.ofFile(path, entry.bytes(), limits)
              .map(SourceItem.class::cast)
              .orElseGet(() -> located(entry));
    };
  }

  private Located located(Entry file) {
    return new Located(
        new SourceEntry(
            collection,
            file.name(),
            file.location(),
            0,
            file.bytes(),
            file.bytes(),
            Packing.WHOLE_FILE));
  }
}
