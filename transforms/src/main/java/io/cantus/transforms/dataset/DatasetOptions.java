package io.cantus.transforms.dataset;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import java.io.Serializable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a NoteSequence becomes an example, by the names and with the defaults of the reference's
 * pipelines.
 *
 * @param stepsPerQuarter steps to a quarter note. Encodings with lookbacks look back 16 and 32
 *     steps, whatever this is, as in the reference
 * @param transpositions half steps by which each sequence is moved, one copy for each
 * @param extraction what counts as a melody
 */
public record DatasetOptions(
    int stepsPerQuarter, List<Integer> transpositions, ExtractionOptions extraction)
    implements Serializable {

  /** What Magenta's melody_rnn_create_dataset does. */
  public static final DatasetOptions DEFAULTS =
      new DatasetOptions(MelodyConfig.STEPS_PER_QUARTER, List.of(0), ExtractionOptions.DATASET);

  /** With the largest of meters, a bar's steps stay within an int. */
  private static final int MAX_STEPS_PER_QUARTER = 24;

  private static final int PITCH_CLASSES = 12;
  private static final int MAX_TRANSPOSITION = 127;

  /**
   * Options that make sense.
   *
   * @throws UsageException if a value does not; names its option
   */
  public DatasetOptions {
    transpositions = List.copyOf(transpositions);
    requireFrom(1, MAX_STEPS_PER_QUARTER, "steps_per_quarter", stepsPerQuarter);
    requireAtLeast(0, "min_bars", extraction.minBars());
    requireAtLeast(1, "max_steps", extraction.maxStepsTruncate());
    requireAtLeast(1, "max_steps_discard", extraction.maxStepsDiscard());
    requireFrom(0, PITCH_CLASSES, "min_unique_pitches", extraction.minUniquePitches());
    if (!(extraction.gapBars() >= 0)) {
      throw new UsageException(
          "gap_bars is %s but must be at least 0".formatted(extraction.gapBars()));
    }
    for (int halfSteps : transpositions) {
      requireFrom(-MAX_TRANSPOSITION, MAX_TRANSPOSITION, "transpositions", halfSteps);
    }
    if (transpositions.isEmpty() || new HashSet<>(transpositions).size() < transpositions.size()) {
      throw new UsageException(
          "transpositions are %s but must be some different half steps, such as 0,5,7"
              .formatted(transpositions));
    }
  }

  private static void requireFrom(long least, long most, String option, long value) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s is %d but must be from %d to %d".formatted(option, value, least, most));
    }
  }

  private static void requireAtLeast(long least, String option, long value) {
    if (value < least) {
      throw new UsageException("%s is %d but must be at least %d".formatted(option, value, least));
    }
  }

  /** The value in force of each option, by its name. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("steps_per_quarter", Integer.toString(stepsPerQuarter));
    settings.put(
        "transpositions",
        transpositions.stream().map(String::valueOf).collect(Collectors.joining(",")));
    settings.put("min_bars", Integer.toString(extraction.minBars()));
    settings.put("max_steps", steps(extraction.maxStepsTruncate()));
    settings.put("max_steps_discard", steps(extraction.maxStepsDiscard()));
    settings.put("min_unique_pitches", Integer.toString(extraction.minUniquePitches()));
    settings.put("gap_bars", Double.toString(extraction.gapBars()));
    settings.put(
        "ignore_polyphonic_notes",
        Boolean.toString(extraction.polyphony() == Polyphony.KEEP_HIGHEST));
    settings.put("pad_end", Boolean.toString(extraction.ending() == Ending.WHOLE_BAR));
    settings.put("filter_drums", Boolean.toString(extraction.drums() == Drums.SKIP));
    return settings;
  }

  private static String steps(long limit) {
    return limit == ExtractionOptions.NO_LIMIT ? "none" : Long.toString(limit);
  }
}
