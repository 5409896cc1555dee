package io.cantus.transforms.musicxml;

import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * How fast the music of one measure goes, the same in all parts: a tempo mark in one part counts
 * for all, from its place on. (note-seq knows the marks of the parts before only, and those all at
 * once.)
 */
final class MeasureTempo {
  private static final double SECONDS_PER_MINUTE = 60;

  /** Stretches of one tempo, by where they begin, in quarters from the beginning of the measure. */
  private final TreeMap<Fraction, Stretch> stretches = new TreeMap<>();

  /**
   * A part of the measure.
   *
   * @param part whose mark it is
   * @param seconds from the beginning of the measure to that of the stretch
   */
  private record Stretch(int part, double quartersPerMinute, double seconds) {
    double secondsPerQuarter() {
      return SECONDS_PER_MINUTE / quartersPerMinute;
    }
  }

  /** Receives tempo marks. */
  @FunctionalInterface
  interface Marks {
    /**
     * Receives a mark.
     *
     * @param seconds from the beginning of the measure
     */
    void mark(double seconds, double quartersPerMinute);
  }

  private static final int UNMARKED = -1;

  /** A measure that begins as fast as the one before it ended. */
  MeasureTempo(double quartersPerMinute) {
    stretches.put(Fraction.ZERO, new Stretch(UNMARKED, quartersPerMinute, 0));
  }

  /**
   * Adds a mark. Of several at one place, the last one of the first part that has one counts.
   *
   * @param part to be given in ascending order
   */
  void mark(Fraction place, int part, double quartersPerMinute) {
    Stretch there = stretches.get(place);
    if (there == null || there.part == UNMARKED || there.part == part) {
      stretches.put(place, new Stretch(part, quartersPerMinute, 0));
    }
  }

  /** To be called after the last mark: finds out when each stretch begins. */
  void settle() {
    Fraction place = Fraction.ZERO;
    Stretch last = stretches.get(place);
    double seconds = 0;
    for (Entry<Fraction, Stretch> entry : stretches.entrySet()) {
      seconds += entry.getKey().minus(place).toDouble() * last.secondsPerQuarter();
      place = entry.getKey();
      last = new Stretch(entry.getValue().part, entry.getValue().quartersPerMinute, seconds);
      entry.setValue(last);
    }
  }

  /** Tells the marks in their order. */
  void tell(Marks marks) {
    for (Stretch stretch : stretches.values()) {
      if (stretch.part != UNMARKED) {
        marks.mark(stretch.seconds, stretch.quartersPerMinute);
      }
    }
  }

  /** Quarters per minute at the end of the measure. */
  double last() {
    return stretches.lastEntry().getValue().quartersPerMinute;
  }

  /** Whether a stretch begins here, so that its time is known. */
  boolean beginsAt(Fraction place) {
    return stretches.containsKey(place);
  }

  /** Seconds from the beginning of the measure to a place where a stretch begins. */
  double secondsAt(Fraction place) {
    return stretches.get(place).seconds;
  }

  /** How long a length takes from a place on, in seconds; negative if it goes back. */
  double seconds(Fraction place, Span length) {
    Fraction end = place.plus(length.quarters());
    boolean forward = length.quarters().signum() >= 0;
    Fraction earlier = forward ? place : end;
    Fraction later = forward ? end : place;
    Fraction nextStretch = stretches.higherKey(earlier);
    return nextStretch == null || nextStretch.compareTo(later) >= 0
        ? length.roundedQuarters() * stretchAt(earlier).getValue().secondsPerQuarter()
        : anywhere(end) - anywhere(place);
  }

  private double anywhere(Fraction place) {
    Entry<Fraction, Stretch> stretch = stretchAt(place);
    return stretch.getValue().seconds
        + place.minus(stretch.getKey()).toDouble() * stretch.getValue().secondsPerQuarter();
  }

  /** A chord symbol may be moved to before the measure. */
  private Entry<Fraction, Stretch> stretchAt(Fraction place) {
    return place.signum() < 0 ? stretches.firstEntry() : stretches.floorEntry(place);
  }
}
