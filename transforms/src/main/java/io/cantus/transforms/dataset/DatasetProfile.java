package io.cantus.transforms.dataset;

import io.cantus.transforms.melody.KeyScores;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.statistics.Histogram;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * What the melodies of a data set are like, in histograms for a person to look at; the reference
 * has nothing of the kind. Profiles of parts add up to that of the whole. Mutable and not
 * thread-safe.
 */
public final class DatasetProfile implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for drums among programs. */
  public static final int DRUMS = 128;

  /** What is counted, in bins of one unless it says otherwise. */
  public enum Measure {
    /** Whole bars of each melody. */
    LENGTH_IN_BARS(0, 128, 1),
    /** Pitches of all notes as they were found. */
    PITCH_FOUND(0, Melody.MAX_PITCH, 1),
    /** Pitches of all notes in the model's range and key. */
    PITCH(0, Melody.MAX_PITCH, 1),
    /** The major key that fits each melody best as it was found: 0 for C, 11 for B. */
    KEY_FOUND(0, 11, 1),
    /** Quarter notes a minute of each melody, in bins of 10. */
    TEMPO_QPM(0, 400, 10),
    /** The MIDI program 0..127 of each melody's instrument, or {@link #DRUMS}. */
    PROGRAM(0, DRUMS, 1),
    /** Half steps by which each melody was moved into the model's key. */
    HALF_STEPS_INTO_KEY(-Melody.MAX_PITCH, Melody.MAX_PITCH, 1),
    /** Half steps of the transposition in which each melody was found. */
    TRANSPOSITION(-Melody.MAX_PITCH, Melody.MAX_PITCH, 1),
    /** Examples of each NoteSequence, of those with none too. */
    EXAMPLES_PER_SEQUENCE(0, 64, 1);

    private final long first;
    private final long last;
    private final long width;

    Measure(long first, long last, long width) {
      this.first = first;
      this.last = last;
      this.width = width;
    }

    /** The name in files, such as {@code length_in_bars}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Histogram empty() {
      long bins = (last - first) / width + 1;
      return Histogram.withLowerBounds(
          LongStream.rangeClosed(0, bins).map(bin -> first + bin * width).toArray());
    }
  }

  /** Copied by every profile, which is faster than to make the bounds anew. */
  private static final DatasetProfile EMPTY = new DatasetProfile(Measure::empty);

  private final EnumMap<Measure, Histogram> histograms = new EnumMap<>(Measure.class);

  /** A profile of nothing. */
  public DatasetProfile() {
    this(EMPTY::histogram);
  }

  private DatasetProfile(Function<Measure, Histogram> first) {
    for (Measure measure : Measure.values()) {
      histograms.put(measure, first.apply(measure));
    }
  }

  /** Counts a NoteSequence. */
  void addSequence(int examples) {
    count(Measure.EXAMPLES_PER_SEQUENCE, examples);
  }

  /**
   * Counts a melody.
   *
   * @param found the melody before it was brought into the model's range and key
   * @param program 0..127, or {@link #DRUMS}
   */
  void addMelody(
      Melody found, Melody.Squashed squashed, double qpm, int program, int transposition) {
    count(Measure.LENGTH_IN_BARS, found.length() / found.stepsPerBar());
    count(Measure.TEMPO_QPM, (long) qpm);
    count(Measure.PROGRAM, program);
    count(Measure.HALF_STEPS_INTO_KEY, squashed.amount());
    count(Measure.TRANSPOSITION, transposition);
    KeyScores keys = new KeyScores();
    for (int step = 0; step < found.length(); step++) {
      if (found.event(step) >= 0) {
        keys.add(found.event(step));
        count(Measure.PITCH_FOUND, found.event(step));
        count(Measure.PITCH, squashed.melody().event(step));
      }
    }
    count(Measure.KEY_FOUND, keys.bestKey());
  }

  private void count(Measure measure, long value) {
    histograms.get(measure).add(value);
  }

  /** Adds what another profile counted. */
  public void merge(DatasetProfile other) {
    histograms.forEach((measure, histogram) -> histogram.merge(other.histograms.get(measure)));
  }

  /** The histogram of a measure, a copy. */
  public Histogram histogram(Measure measure) {
    return histograms.get(measure).copy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatasetProfile that && histograms.equals(that.histograms);
  }

  @Override
  public int hashCode() {
    return histograms.hashCode();
  }

  @Override
  public String toString() {
    return histograms.toString();
  }
}
