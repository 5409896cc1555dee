package io.cantus.transforms.melody;

import java.io.Serializable;

/**
 * What counts as a melody, after the parameters of note-seq's extract_melodies.
 *
 * @param searchStartStep notes that start before are not looked at; bars are counted from here
 * @param minBars melodies of fewer bars are dropped
 * @param maxStepsTruncate melodies of more steps are cut; {@link #NO_LIMIT} for none
 * @param maxStepsDiscard melodies of more steps are dropped; {@link #NO_LIMIT} for none
 * @param gapBars a pause of so many bars ends a melody; may be infinite
 * @param minUniquePitches melodies of fewer pitch classes are dropped
 * @param polyphony what becomes of an instrument where two notes begin at one step
 * @param ending where a melody ends
 * @param drums whether drums may be melody notes
 */
public record ExtractionOptions(
    long searchStartStep,
    int minBars,
    long maxStepsTruncate,
    long maxStepsDiscard,
    double gapBars,
    int minUniquePitches,
    Polyphony polyphony,
    Ending ending,
    Drums drums)
    implements Serializable {

  /** As a number of steps: no melody is too long. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** note-seq's own defaults. */
  public static final ExtractionOptions DEFAULTS =
      new ExtractionOptions(
          0, 7, NO_LIMIT, NO_LIMIT, 1.0, 5, Polyphony.KEEP_HIGHEST, Ending.LAST_NOTE, Drums.SKIP);

  /** What Magenta's melody_rnn_create_dataset asks for. */
  public static final ExtractionOptions DATASET =
      new ExtractionOptions(
          0, 7, 512, NO_LIMIT, 1.0, 5, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);

  /** What Magenta's melody_rnn_generate asks of a primer: all that an instrument plays. */
  public static final ExtractionOptions PRIMER =
      new ExtractionOptions(
          0,
          0,
          NO_LIMIT,
          NO_LIMIT,
          Double.POSITIVE_INFINITY,
          1,
          Polyphony.KEEP_HIGHEST,
          Ending.LAST_NOTE,
          Drums.SKIP);

  /** What becomes of an instrument where two notes begin at one step. */
  public enum Polyphony {
    /** It is given up from there on; melodies that ended before are kept. */
    ABANDON,
    /** The highest of the notes is the melody's. */
    KEEP_HIGHEST
  }

  /** Where a melody ends. */
  public enum Ending {
    /** With its last note. */
    LAST_NOTE,
    /** With the bar of its last note; truncation then keeps whole bars. */
    WHOLE_BAR
  }

  /** Whether notes of the drum channel may be melody notes. */
  public enum Drums {
    SKIP,
    KEEP
  }
}
