package io.cantus.transforms.melody;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A monophonic line, one event per step, after note-seq's Melody: a pitch 0..127 begins a note that
 * sounds until the next pitch, {@link #NOTE_OFF} or the melody's end; {@link #NO_EVENT} holds
 * whatever is. Immutable.
 */
public final class Melody {
  /** Nothing changes at this step. */
  public static final int NO_EVENT = -2;

  /** The sounding note ends at this step. */
  public static final int NOTE_OFF = -1;

  /** The largest pitch. */
  public static final int MAX_PITCH = 127;

  private static final int DEFAULT_STEPS_PER_BAR = 16;
  private static final int DEFAULT_STEPS_PER_QUARTER = 4;

  private final int[] events;
  private final long startStep;
  private final int stepsPerBar;
  private final int stepsPerQuarter;

  /**
   * A melody of the given events; note-offs before the first pitch end nothing and become {@link
   * #NO_EVENT}.
   *
   * @param startStep the first event's step in the sequence that the melody was taken from
   * @throws IllegalArgumentException if an event lies outside -2..127
   */
  public Melody(int[] events, long startStep, int stepsPerBar, int stepsPerQuarter) {
    this.events = events.clone();
    this.startStep = startStep;
    this.stepsPerBar = stepsPerBar;
    this.stepsPerQuarter = stepsPerQuarter;
    boolean sounded = false;
    for (int i = 0; i < events.length; i++) {
      int event = events[i];
      if (event < NO_EVENT || event > MAX_PITCH) {
        throw new IllegalArgumentException(
            "melody event %d at step %d is not in -2..127".formatted(event, i));
      }
      sounded |= event >= 0;
      if (event == NOTE_OFF && !sounded) {
        this.events[i] = NO_EVENT;
      }
    }
  }

  /** A melody from step 0 with 16 steps per bar and 4 per quarter note. */
  public static Melody of(int... events) {
    return new Melody(events, 0, DEFAULT_STEPS_PER_BAR, DEFAULT_STEPS_PER_QUARTER);
  }

  /** The number of events, which is also the number of steps. */
  public int length() {
    return events.length;
  }

  /** The event at a position, counted from the melody's start. */
  public int event(int position) {
    return events[position];
  }

  /** A copy of the events. */
  public int[] events() {
    return events.clone();
  }

  /** The first event's step in the sequence that the melody was taken from. */
  public long startStep() {
    return startStep;
  }

  /** The step after the last event. */
  public long endStep() {
    return startStep + events.length;
  }

  public int stepsPerBar() {
    return stepsPerBar;
  }

  public int stepsPerQuarter() {
    return stepsPerQuarter;
  }

  /** How many of the twelve pitch classes occur. */
  public int pitchClasses() {
    int seen = 0;
    for (int event : events) {
      if (event >= 0) {
        seen |= 1 << (event % 12);
      }
    }
    return Integer.bitCount(seen);
  }

  /**
   * The melody cut or lengthened at its end. A note that still sounds at the old end is ended there
   * when the melody grows.
   */
  public Melody withLength(int length) {
    int[] resized = Arrays.copyOf(events, length);
    if (length > events.length) {
      Arrays.fill(resized, events.length, length, NO_EVENT);
      if (soundsAtEnd()) {
        resized[events.length] = NOTE_OFF;
      }
    }
    return new Melody(resized, startStep, stepsPerBar, stepsPerQuarter);
  }

  private boolean soundsAtEnd() {
    for (int i = events.length - 1; i >= 0; i--) {
      if (events[i] != NO_EVENT) {
        return events[i] >= 0;
      }
    }
    return false;
  }

  /**
   * The melody with every pitch moved by {@code amount} half steps, then brought by octaves into
   * {@code [minNote, maxNote)}: a pitch below goes to the lowest octave of the range, one above to
   * the highest.
   *
   * @param maxNote at least 12 above {@code minNote}
   */
  public Melody transposed(int amount, int minNote, int maxNote) {
    if (maxNote - minNote < 12) {
      throw new IllegalArgumentException(
          "range [%d,%d) is less than an octave".formatted(minNote, maxNote));
    }
    int[] moved = events.clone();
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] >= 0) {
        moved[i] = folded(moved[i] + amount, minNote, maxNote);
      }
    }
    return new Melody(moved, startStep, stepsPerBar, stepsPerQuarter);
  }

  private static int folded(int pitch, int minNote, int maxNote) {
    if (pitch < minNote) {
      return minNote + Math.floorMod(pitch - minNote, 12);
    }
    if (pitch >= maxNote) {
      return maxNote - 12 + Math.floorMod(pitch - maxNote, 12);
    }
    return pitch;
  }

  /**
   * A melody in a model's range and key.
   *
   * @param amount half steps that every pitch moved before octaves were folded
   */
  public record Squashed(Melody melody, int amount) {}

  /**
   * The melody moved into {@code key} by the transposition that centres it best in {@code [minNote,
   * maxNote)}, then folded into that range; without a key it is only folded. Magenta's rule.
   *
   * @param key pitch class of the wanted major key, 0 for C
   */
  public Squashed squash(int minNote, int maxNote, OptionalInt key) {
    int amount = key.isPresent() ? squashAmount(minNote, maxNote, key.getAsInt()) : 0;
    return new Squashed(transposed(amount, minNote, maxNote), amount);
  }

  private int squashAmount(int minNote, int maxNote, int key) {
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    KeyScores scores = new KeyScores();
    for (int event : events) {
      if (event >= 0) {
        lowest = Math.min(lowest, event);
        highest = Math.max(highest, event);
        scores.add(event);
      }
    }
    if (highest < 0) {
      return 0;
    }
    int toKey = key - scores.bestKey();
    double rangeCentre = (minNote + maxNote - 1) / 2.0;
    double melodyCentre = (lowest + highest) / 2.0 + toKey;
    // Python's round, which the reference uses, is half to even like rint.
    return toKey + 12 * (int) Math.rint((rangeCentre - melodyCentre) / 12.0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Melody that
        && Arrays.equals(events, that.events)
        && startStep == that.startStep
        && stepsPerBar == that.stepsPerBar
        && stepsPerQuarter == that.stepsPerQuarter;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(events) + Long.hashCode(startStep);
  }

  @Override
  public String toString() {
    return "Melody%s from step %d".formatted(Arrays.toString(events), startStep);
  }
}
