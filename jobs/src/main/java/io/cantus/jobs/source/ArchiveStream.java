package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.source.Verdict.Read;
import io.cantus.jobs.source.Verdict.Refuse;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;

/**
 * The entries of an archive, one after another. Damage ends the reading: nobody knows what is lost.
 */
abstract class ArchiveStream implements ItemStream {
  private final String shown;
  private final ArchiveNames names;
  private final ArchiveLimits limits;
  private String last = "";
  private long entries;
  private boolean files;
  private boolean subfolders;

  ArchiveStream(String shown, ArchiveNames names, ArchiveLimits limits) {
    this.shown = shown;
    this.names = names;
    this.limits = limits;
  }

  /** Reads the next entry's header; null after the last. */
  abstract ArchiveEntry header() throws IOException;

  /** The entry of the last header, which is a file of these names. */
  abstract SourceItem item(SourceFile source) throws IOException;

  /** Whether nothing is missing from an archive of no files. */
  boolean mayBeEmpty() {
    return false;
  }

  /** Offset in the file of what is being read. */
  abstract long place() throws IOException;

  @Override
  public final SourceItem next() throws IOException {
    try {
      for (ArchiveEntry entry = header(); entry != null; entry = header()) {
        SourceItem item = item(names.judge(entry));
        last = entry.name();
        if (item != null) {
          subfolders |= SourceRefusals.isSubfolder(item);
          files |= !SourceRefusals.isSubfolder(item);
          return item;
        }
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s is damaged or cut off at byte %d%s: %s"
              .formatted(
                  shown, place(), last.isEmpty() ? "" : ", after " + last, Storage.reason(e)),
          e);
    }
    if (!files && !mayBeEmpty()) {
      throw SourceRefusals.noFiles(shown, subfolders);
    }
    return null;
  }

  private SourceItem item(Verdict verdict) throws IOException {
    if (verdict instanceof Refuse refuse) {
      return refuse.refused();
    }
    return verdict instanceof Read read ? item(read.source()) : null;
  }

  /**
   * Counts an entry of any kind.
   *
   * @param unpacked how many bytes there are up to its end, unpacked
   */
  final void count(long unpacked) {
    entries++;
    if (entries > limits.maxEntries()) {
      throw over("%d entries (--max_archive_entries)".formatted(limits.maxEntries()));
    }
    if (unpacked > limits.maxUnpackedBytes()) {
      throw over("%d bytes unpacked (--max_archive_bytes)".formatted(limits.maxUnpackedBytes()));
    }
  }

  private BadInputException over(String limit) {
    return new BadInputException(
        "%s holds more than the limit of %s; the last entry before it is '%s'"
            .formatted(shown, limit, last));
  }
}
