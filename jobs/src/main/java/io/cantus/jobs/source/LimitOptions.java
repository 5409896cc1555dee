package io.cantus.jobs.source;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.ConversionLimits;
import picocli.CommandLine.Option;

/** The options that say how much one file, and one archive, may ask for. */
public final class LimitOptions {
  @Option(
      names = "--max_file_bytes",
      order = 60,
      paramLabel = "N",
      description = "Reject larger files; of compressed scores, the unpacked size counts.")
  private long maxFileBytes = ConversionLimits.DEFAULTS.maxFileBytes();

  @Option(
      names = "--max_ticks",
      order = 61,
      paramLabel = "N",
      description = "Reject MIDI files whose last event is later.")
  private long maxTicks = ConversionLimits.DEFAULTS.maxTicks();

  @Option(
      names = "--max_notes",
      order = 62,
      paramLabel = "N",
      description = "Reject what has more notes.")
  private long maxNotes = ConversionLimits.DEFAULTS.maxNotes();

  @Option(
      names = "--max_seconds",
      order = 63,
      paramLabel = "S",
      description = "Reject what is longer.")
  private double maxSeconds = ConversionLimits.DEFAULTS.maxSeconds();

  @Option(
      names = "--max_output_bytes",
      order = 64,
      paramLabel = "N",
      description = "Reject what makes a larger NoteSequence.")
  private long maxOutputBytes = ConversionLimits.DEFAULTS.maxOutputBytes();

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
   * The limits of one file.
   *
   * @throws UsageException if one is not positive
   */
  public ConversionLimits conversionLimits() {
    require("--max_file_bytes", maxFileBytes);
    // The content of a file is one array.
    if (maxFileBytes > Integer.MAX_VALUE - 8) {
      throw new UsageException(
          "--max_file_bytes is %d but may be %d at most"
              .formatted(maxFileBytes, Integer.MAX_VALUE - 8));
    }
    require("--max_ticks", maxTicks);
    require("--max_notes", maxNotes);
    require("--max_seconds", maxSeconds);
    require("--max_output_bytes", maxOutputBytes);
    return new ConversionLimits(maxFileBytes, maxTicks, maxNotes, maxSeconds, maxOutputBytes);
  }

  /**
   * The limits of one archive.
   *
   * @throws UsageException if one is not positive
   */
  public ArchiveLimits archiveLimits() {
    require("--max_archive_entries", maxArchiveEntries);
    require("--max_archive_bytes", maxArchiveBytes);
    return new ArchiveLimits(maxArchiveEntries, maxArchiveBytes);
  }

  private static void require(String option, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new UsageException("%s is %s but must be positive".formatted(option, value));
    }
  }
}
