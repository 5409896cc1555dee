package io.cantus.transforms.musicxml;

/** A place in one measure of one part, and its time. */
final class Cursor {
  private final MeasureTempo tempo;
  private final double begin;
  private Fraction place = Fraction.ZERO;
  private double seconds;
  private Fraction furthest = Fraction.ZERO;
  private double furthestSeconds;

  /**
   * At the beginning of a measure.
   *
   * @param begin its time, in seconds
   */
  Cursor(MeasureTempo tempo, double begin) {
    this.tempo = tempo;
    this.begin = begin;
    seconds = begin;
    furthestSeconds = begin;
  }

  /** Quarters from the beginning of the measure. */
  Fraction place() {
    return place;
  }

  /** The time of this place. */
  double seconds() {
    return seconds;
  }

  /** How long a length takes from here on, in seconds. */
  double seconds(Span length) {
    return tempo.seconds(place, length);
  }

  /**
   * Goes on, or back; but back no further than to the beginning of the measure. (note-seq goes back
   * into the measures before, and goes on from where the last voice of a measure ends.)
   */
  void pass(Span length) {
    Fraction end = place.plus(length.quarters());
    if (end.signum() < 0) {
      place = Fraction.ZERO;
    } else {
      seconds += tempo.seconds(place, length);
      place = end;
    }
    if (tempo.beginsAt(place)) {
      // Whatever was rounded on the way here, all voices meet.
      seconds = begin + tempo.secondsAt(place);
    }
    if (place.compareTo(furthest) > 0) {
      furthest = place;
      furthestSeconds = seconds;
    }
  }

  /** The furthest place so far. */
  Fraction furthest() {
    return furthest;
  }

  /** The time of the furthest place. */
  double furthestSeconds() {
    return furthestSeconds;
  }
}
