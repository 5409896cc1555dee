package io.cantus.transforms.comparison;

import io.cantus.transforms.melody.Melody;
import java.util.Locale;

/**
 * What melodies are compared by. A feature of a melody is a histogram, whose bins add up to 1, or a
 * single number; a melody that says nothing about it, as one without notes about pitch, has none. A
 * bar is four quarter notes whatever the meter, as in the lookback encoding, because examples do
 * not tell theirs.
 */
public enum MelodyFeature {
  /**
   * Share of the notes on each of the twelve pitch classes, counted from the first note of the
   * major key that holds most of the melody's notes: Yang and Lerch's PCH, in one key.
   */
  PITCH_CLASS_HISTOGRAM("Pitch classes (PCH)", "half steps above the key", Kind.HISTOGRAM, 1, 12),

  /** Share of the notes that are 1, 2 .. 16 sixteenths long, or longer: their NLH. */
  NOTE_LENGTH_HISTOGRAM("Note lengths (NLH)", "sixteenths", Kind.HISTOGRAM, 1, 17),

  /** Notes a bar: their note count, by length. */
  NOTE_DENSITY("Note density", "notes a bar", Kind.NUMBER, 1, 17),

  /**
   * Of the steps at which something begins or ends, there or a bar earlier, the share at which the
   * same does.
   */
  REPETITION_1_BAR("Repetition after 1 bar", "share", Kind.NUMBER, 0.1, 11),

  /** The same after two bars. */
  REPETITION_2_BARS("Repetition after 2 bars", "share", Kind.NUMBER, 0.1, 11),

  /** Share of the notes outside the major key that holds most of them. */
  OUT_OF_SCALE("Notes out of scale", "share", Kind.NUMBER, 0.025, 17),

  /** How many different pitches occur: their PC. */
  PITCH_COUNT("Pitch count (PC)", "pitches", Kind.NUMBER, 1, 25),

  /** From the lowest to the highest pitch: their PR. */
  PITCH_RANGE("Pitch range (PR)", "half steps", Kind.NUMBER, 2, 19),

  /** Mean distance from each pitch to the next: their PI. */
  PITCH_INTERVAL("Pitch interval (PI)", "half steps", Kind.NUMBER, 0.5, 19),

  /** Mean time from each onset to the next: their IOI. */
  INTER_ONSET_INTERVAL("Inter-onset interval (IOI)", "sixteenths", Kind.NUMBER, 1, 17);

  private enum Kind {
    HISTOGRAM,
    NUMBER
  }

  private final String title;
  private final String unit;
  private final Kind kind;
  private final double binWidth;
  private final int binCount;

  MelodyFeature(String title, String unit, Kind kind, double binWidth, int binCount) {
    this.title = title;
    this.unit = unit;
    this.kind = kind;
    this.binWidth = binWidth;
    this.binCount = binCount;
  }

  /** The name in files, such as {@code note_density}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What to call it. */
  public String title() {
    return title;
  }

  /** What its numbers, or its bins, are. */
  public String unit() {
    return unit;
  }

  /** Whether a melody has a histogram of it, and not one number. */
  public boolean isHistogram() {
    return kind == Kind.HISTOGRAM;
  }

  /** Its bins; of a number, those to draw it in. */
  public Bins bins() {
    return new Bins(binWidth, binCount);
  }

  /**
   * A melody's histogram, as long as there are bins, or its one number, or nothing at all if the
   * melody has no such feature.
   */
  public double[] of(Melody melody) {
    return switch (this) {
      case PITCH_CLASS_HISTOGRAM -> Measurement.pitchClasses(melody);
      case NOTE_LENGTH_HISTOGRAM -> Measurement.noteLengths(melody);
      case NOTE_DENSITY -> Measurement.density(melody);
      case REPETITION_1_BAR -> Measurement.repetition(melody, 1);
      case REPETITION_2_BARS -> Measurement.repetition(melody, 2);
      case OUT_OF_SCALE -> Measurement.outOfScale(melody);
      case PITCH_COUNT -> Measurement.pitchCount(melody);
      case PITCH_RANGE -> Measurement.pitchRange(melody);
      case PITCH_INTERVAL -> Measurement.meanInterval(melody);
      case INTER_ONSET_INTERVAL -> Measurement.meanOnset(melody);
    };
  }
}
