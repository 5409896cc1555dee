package io.cantus.jobs.melodies;

import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say what counts as a melody, by the names of the reference's parameters. */
public final class MelodyFlags {
  @Option(
      names = "--min_bars",
      paramLabel = "N",
      defaultValue = "7",
      description = "Leave out melodies of fewer bars.")
  private int minBars;

  @Option(
      names = "--max_steps",
      paramLabel = "N",
      defaultValue = "512",
      description = "Cut longer melodies off at this many steps.")
  private long maxSteps;

  @Option(
      names = "--max_steps_discard",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = "Leave out melodies of more steps. Default: none is too long.")
  private Long maxStepsDiscard;

  @Option(
      names = "--min_unique_pitches",
      paramLabel = "N",
      defaultValue = "5",
      description = "Leave out melodies of fewer different pitch classes.")
  private int minUniquePitches;

  @Option(
      names = "--gap_bars",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "A rest of so many bars ends a melody.")
  private double gapBars;

  @Option(
      names = "--ignore_polyphonic_notes",
      defaultValue = "false",
      description =
          "Where several notes begin at once, take the highest; without this, the instrument is"
              + " given up from there on.")
  private boolean ignorePolyphonicNotes;

  @Option(
      names = "--pad_end",
      defaultValue = "false",
      description = "Fill up the last bar of each melody.")
  private boolean padEnd;

  @Option(
      names = "--filter_drums",
      defaultValue = "true",
      description = "Leave out drums; --nofilter_drums takes them for melodies too.")
  private boolean filterDrums;

  /** The options in force, each as it was given. */
  public ExtractionOptions options() {
    return new ExtractionOptions(
        0,
        minBars,
        maxSteps,
        maxStepsDiscard == null ? ExtractionOptions.NO_LIMIT : maxStepsDiscard,
        gapBars,
        minUniquePitches,
        ignorePolyphonicNotes ? Polyphony.KEEP_HIGHEST : Polyphony.ABANDON,
        padEnd ? Ending.WHOLE_BAR : Ending.LAST_NOTE,
        filterDrums ? Drums.SKIP : Drums.KEEP);
  }
}
