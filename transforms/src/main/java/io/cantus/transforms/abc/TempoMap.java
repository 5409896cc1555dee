package io.cantus.transforms.abc;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The tempos of a tune by where they begin; the same for all voices. */
final class TempoMap {

  /** A tempo in quarter notes a minute, from the border before a step of a voice. */
  record Change(double qpm, Voice voice, int step) {}

  /** The tempo of a tune that names none, as in the reference. */
  private static final double DEFAULT_QPM = 120;

  private final TreeMap<Length, Change> changes = new TreeMap<>();

  /** Sets the tempo from where a voice has come to; of several for one place, the last holds. */
  void change(Voice voice, double qpm) {
    changes.put(voice.timeline().end(), new Change(qpm, voice, voice.here()));
  }

  /** The changes in the order of their places. */
  Collection<Change> changes() {
    return changes.values();
  }

  /** A clock that stands at the beginning. */
  Clock clock() {
    return new Clock();
  }

  /** Turns written time to seconds, step by step, in the reference's order of operations. */
  final class Clock {
    private Length position = Length.ZERO;
    private double seconds;
    private double secondsPerQuarter = secondsPerQuarter(DEFAULT_QPM);
    private Map.Entry<Length, Change> next = changes.firstEntry();

    double seconds() {
      return seconds;
    }

    void advance(Length length) {
      changeTempo();
      Length end = position.plus(length);
      while (next != null && next.getKey().compareTo(end) < 0) {
        pass(next.getKey());
        changeTempo();
      }
      pass(end);
    }

    private void changeTempo() {
      while (next != null && next.getKey().compareTo(position) <= 0) {
        secondsPerQuarter = secondsPerQuarter(next.getValue().qpm());
        next = changes.higherEntry(next.getKey());
      }
    }

    private void pass(Length end) {
      seconds += secondsPerQuarter * end.minus(position).quarters();
      position = end;
    }
  }

  private static double secondsPerQuarter(double qpm) {
    return 1 / (qpm / 60);
  }
}
