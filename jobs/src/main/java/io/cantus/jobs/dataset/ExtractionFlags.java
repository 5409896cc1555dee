package io.cantus.jobs.dataset;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.dataset.DatasetOptions;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say what counts as a melody, by the names of the reference's parameters. */
final class ExtractionFlags {
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

  @Option(
      names = "--steps_per_quarter",
      paramLabel = "N",
      defaultValue = "4",
      description = "Steps in a quarter note. Magenta's own models want 4.")
  private int stepsPerQuarter;

  @Option(
      names = "--transpositions",
      paramLabel = "N,N,...",
      defaultValue = "0",
      description =
          "Half steps by which to move each NoteSequence, one copy for each, such as -1,0,1. What"
              + " models with a fixed key read does not change much by it.")
  private String transpositions;

  /**
   * The options in force.
   *
   * @throws UsageException if one makes no sense
   */
  DatasetOptions options() {
    return new DatasetOptions(
        stepsPerQuarter,
        halfSteps(),
        new ExtractionOptions(
            0,
            minBars,
            maxSteps,
            maxStepsDiscard == null ? ExtractionOptions.NO_LIMIT : maxStepsDiscard,
            gapBars,
            minUniquePitches,
            ignorePolyphonicNotes ? Polyphony.KEEP_HIGHEST : Polyphony.ABANDON,
            padEnd ? Ending.WHOLE_BAR : Ending.LAST_NOTE,
            filterDrums ? Drums.SKIP : Drums.KEEP));
  }

  private List<Integer> halfSteps() {
    List<Integer> halfSteps = new ArrayList<>();
    for (String number : transpositions.split(",", -1)) {
      try {
        halfSteps.add(Integer.valueOf(number.strip()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--transpositions is '%s' but must be half steps such as -1,0,1"
                .formatted(transpositions));
      }
    }
    return halfSteps;
  }
}
