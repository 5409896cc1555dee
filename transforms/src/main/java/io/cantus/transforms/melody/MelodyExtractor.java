package io.cantus.transforms.melody;

import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.statistics.Histogram;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the melodies in a quantized sequence: for each instrument, one after another, lines of
 * single notes between long pauses. After note-seq's extract_melodies and
 * Melody.from_quantized_sequence. Thread-safe.
 */
public final class MelodyExtractor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Counts instruments that were given up because two notes begin at one step. */
  public static final String POLYPHONIC = "polyphonic_tracks_discarded";

  /** Counts melodies of fewer bars than asked. */
  public static final String TOO_SHORT = "melodies_discarded_too_short";

  /** Counts melodies of more steps than may be. */
  public static final String TOO_LONG = "melodies_discarded_too_long";

  /** Counts melodies with too few pitch classes. */
  public static final String TOO_FEW_PITCHES = "melodies_discarded_too_few_pitches";

  /** Counts melodies that were cut. */
  public static final String TRUNCATED = "melodies_truncated";

  /** A histogram of the kept melodies' whole bars. */
  public static final String LENGTHS_IN_BARS = "melody_lengths_in_bars";

  /** Counts sequences whose bars are no whole number of steps: nothing is extracted from them. */
  public static final String NON_INTEGER_STEPS_PER_BAR = "non_integer_steps_per_bar";

  private final ExtractionOptions options;

  /**
   * A melody and where it was found.
   *
   * @param note the note of the sequence that the melody begins with
   */
  public record Found(Melody melody, int note) {}

  /** The melodies, by instrument and then time, and what was counted. */
  public record Extraction(List<Melody> melodies, Statistics statistics) {
    public Extraction {
      melodies = List.copyOf(melodies);
    }
  }

  public MelodyExtractor(ExtractionOptions options) {
    this.options = options;
  }

  /**
   * Extracts all melodies.
   *
   * @throws io.cantus.transforms.BadInputException if a melody that the options do not limit is too
   *     long for memory
   */
  public Extraction extract(QuantizedSequence sequence) {
    List<Melody> melodies = new ArrayList<>();
    Statistics statistics = extract(sequence, found -> melodies.add(found.melody()));
    return new Extraction(melodies, statistics);
  }

  /**
   * Hands out all melodies, one after another, and returns what was counted.
   *
   * @throws io.cantus.transforms.BadInputException as {@link #extract(QuantizedSequence)}
   */
  public Statistics extract(QuantizedSequence sequence, Consumer<Found> melodies) {
    int notes = sequence.noteCount();
    if (notes > 0 && sequence.stepsPerBar() % 1 != 0) {
      Statistics statistics = new Statistics();
      statistics.count(NON_INTEGER_STEPS_PER_BAR, 1);
      return statistics;
    }
    Search search = new Search(sequence, melodies);
    int from = 0;
    while (from < notes) {
      int to = from + 1;
      while (to < notes && sequence.instrument(to) == sequence.instrument(from)) {
        to++;
      }
      search.instrument(from, to);
      from = to;
    }
    return search.statistics();
  }

  /** One extraction. */
  private final class Search {
    private final QuantizedSequence sequence;
    private final Consumer<Found> melodies;
    private final int stepsPerBar;
    private final MelodyLine line =
        new MelodyLine(Math.min(options.maxStepsTruncate(), options.maxStepsDiscard()));
    private final Histogram lengthsInBars;
    private int firstNote;
    private int polyphonic;
    private int tooShort;
    private int tooLong;
    private int tooFewPitches;
    private int truncated;

    Search(QuantizedSequence sequence, Consumer<Found> melodies) {
      this.sequence = sequence;
      this.melodies = melodies;
      stepsPerBar = (int) sequence.stepsPerBar();
      int minBars = options.minBars();
      lengthsInBars =
          Histogram.withLowerBounds(
              0,
              1,
              10,
              20,
              30,
              40,
              50,
              100,
              200,
              500,
              minBars / 2,
              minBars - 1,
              minBars,
              minBars + 1);
    }

    /** Takes the melodies of the notes {@code from .. to - 1}, which are one instrument's. */
    void instrument(int from, int to) {
      long searchStart = options.searchStartStep();
      int note = from;
      while (true) {
        while (note < to && sequence.startStep(note) < searchStart) {
          note++;
        }
        if (note == to) {
          return;
        }
        // The reference takes the first bar from the first note even if it skips that note.
        long first = sequence.startStep(note);
        long origin = first - Math.floorMod(first - searchStart, stepsPerBar);
        if (!fillLine(note, to, origin)) {
          polyphonic++;
          return;
        }
        if (line.isEmpty()) {
          return;
        }
        long length = line.length();
        if (options.ending() == Ending.WHOLE_BAR) {
          length += Math.floorMod(-length, stepsPerBar);
        }
        keepIfGood(origin, length);
        long end = origin + length;
        searchStart = end + Math.floorMod(searchStart - end, stepsPerBar);
      }
    }

    /** Puts notes on the line up to the first long pause; false if they are polyphonic. */
    private boolean fillLine(int from, int to, long origin) {
      line.clear();
      for (int note = from; note < to; note++) {
        boolean skipped = sequence.isDrum(note) && options.drums() == Drums.SKIP;
        if (skipped || sequence.velocity(note) == 0) {
          continue;
        }
        long start = sequence.startStep(note) - origin;
        if (line.isEmpty()) {
          firstNote = note;
        } else {
          if (start == line.lastOn()) {
            if (options.polyphony() == Polyphony.ABANDON) {
              return false;
            }
            continue;
          }
          if (start - line.length() >= options.gapBars() * stepsPerBar) {
            return true;
          }
        }
        line.add(sequence.pitch(note), start, sequence.endStep(note) - origin);
      }
      return true;
    }

    private void keepIfGood(long origin, long length) {
      if (length < (long) options.minBars() * stepsPerBar) {
        tooShort++;
        return;
      }
      if (length > options.maxStepsDiscard()) {
        tooLong++;
        return;
      }
      long kept = length;
      if (length > options.maxStepsTruncate()) {
        truncated++;
        kept = options.maxStepsTruncate();
        if (options.ending() == Ending.WHOLE_BAR) {
          kept -= kept % stepsPerBar;
        }
      }
      Melody melody =
          new Melody(line.events(kept), origin, stepsPerBar, sequence.stepsPerQuarter());
      if (melody.pitchClasses() < options.minUniquePitches()) {
        tooFewPitches++;
        return;
      }
      lengthsInBars.add(kept / stepsPerBar);
      melodies.accept(new Found(melody, firstNote));
    }

    Statistics statistics() {
      Statistics statistics = new Statistics();
      statistics.count(POLYPHONIC, polyphonic);
      statistics.count(TOO_SHORT, tooShort);
      statistics.count(TOO_LONG, tooLong);
      statistics.count(TOO_FEW_PITCHES, tooFewPitches);
      statistics.count(TRUNCATED, truncated);
      statistics.count(LENGTHS_IN_BARS, lengthsInBars);
      return statistics;
    }
  }
}
