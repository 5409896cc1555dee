package io.cantus.jobs.source;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.ConversionLimits;
import picocli.CommandLine.Option;

/** The options that say how large a file, and an archive, may be to be read at all. */
public final class SourceLimitOptions {
  /** What is left of an array's 2 GB beside the name that it is packed with. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - (1 << 16);

  @Option(
      names = "--max_file_bytes",
      order = 60,
      paramLabel = "N",
      description = "Reject larger files; of compressed scores, the unpacked size counts.")
  private long maxFileBytes = ConversionLimits.DEFAULTS.maxFileBytes();

  @Option(
      names = "--max_archive_entries",
      order = 65,
      paramLabel = "N",
      description = "Refuse archives of more entries.")
  private long maxArchiveEntries = ArchiveLimits.DEFAULTS.maxEntries();

  @Option(
      names = "--max_archive_bytes",
      order = 66,
      paramLabel = "N",
      description = "Refuse archives that unpack to more bytes.")
  private long maxArchiveBytes = ArchiveLimits.DEFAULTS.maxUnpackedBytes();

  /**
   * Largest file that is read, in bytes.
   *
   * @throws UsageException if it is not positive, or larger than an array can be
   */
  long maxFileBytes() {
    LimitOptions.require("--max_file_bytes", maxFileBytes);
    // The content of a file is one array.
    if (maxFileBytes > LONGEST_ARRAY) {
      throw new UsageException(
          "--max_file_bytes is %d but may be %d at most".formatted(maxFileBytes, LONGEST_ARRAY));
    }
    return maxFileBytes;
  }

  /**
   * The same as a limit among others, which are the defaults.
   *
   * @throws UsageException if it is not positive, or larger than an array can be
   */
  public ConversionLimits fileLimit() {
    ConversionLimits defaults = ConversionLimits.DEFAULTS;
    return new ConversionLimits(
        maxFileBytes(),
        defaults.maxTicks(),
        defaults.maxNotes(),
        defaults.maxSeconds(),
        defaults.maxOutputBytes());
  }

  /**
   * The limits of one archive.
   *
   * @throws UsageException if one is not positive
   */
  public ArchiveLimits archiveLimits() {
    LimitOptions.require("--max_archive_entries", maxArchiveEntries);
    LimitOptions.require("--max_archive_bytes", maxArchiveBytes);
    return new ArchiveLimits(maxArchiveEntries, maxArchiveBytes);
  }
}
