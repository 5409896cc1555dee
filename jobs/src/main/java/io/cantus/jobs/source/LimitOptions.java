package io.cantus.jobs.source;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.ConversionLimits;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how much one file, and one archive, may ask for. */
public final class LimitOptions {
  @Mixin private SourceLimitOptions sources;

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

  /**
   * The limits of one file.
   *
   * @throws UsageException if one is not positive
   */
  public ConversionLimits conversionLimits() {
    require("--max_ticks", maxTicks);
    require("--max_notes", maxNotes);
    require("--max_seconds", maxSeconds);
    require("--max_output_bytes", maxOutputBytes);
    return new ConversionLimits(
        sources.maxFileBytes(), maxTicks, maxNotes, maxSeconds, maxOutputBytes);
  }

  /**
   * The limits of one archive.
   *
   * @throws UsageException if one is not positive
   */
  public ArchiveLimits archiveLimits() {
    return sources.archiveLimits();
  }

  static void require(String option, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new UsageException("%s is %s but must be positive".formatted(option, value));
    }
  }
}
