package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * Ticks to seconds and back, piecewise linear, after pretty_midi. One segment per tempo, whatever
 * the number of ticks; the order of the operations on doubles is pretty_midi's, since later stages
 * compare times exactly.
 */
final class TempoMap {
  /** What a tempo takes in memory, with room for growth. */
  static final int TEMPO_BYTES = 48;

  private static final double DEFAULT_QPM = 120.0;

  private final int division;
  private long[] ticks = new long[4];
  private double[] scales = new double[4];
  private double[] seconds = new double[4];
  private int size = 1;
  private int cursor;

  /**
   * @param division ticks per quarter note; negative for an SMPTE division, which makes time run
   *     backwards; not 0
   */
  TempoMap(int division) {
    this.division = division;
    scales[0] = scale(DEFAULT_QPM);
  }

  private double scale(double qpm) {
    return 60.0 / (qpm * division);
  }

  /**
   * Sets the tempo from {@code tick} on; ticks must not go down. One at tick 0 replaces the one
   * before it, one that changes nothing is dropped.
   */
  void set(long tick, double qpm) {
    double scale = scale(qpm);
    if (tick == 0) {
      scales[0] = scale;
      return;
    }
    int last = size - 1;
    if (scale == scales[last]) {
      return;
    }
    if (size == ticks.length) {
      ticks = Arrays.copyOf(ticks, 2 * size);
      scales = Arrays.copyOf(scales, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }
    ticks[size] = tick;
    scales[size] = scale;
    seconds[size] = seconds[last] + scales[last] * (tick - ticks[last]);
    size++;
  }

  /** Goes back to the start, so that {@link #secondsAt} can be asked for earlier ticks again. */
  void rewind() {
    cursor = 0;
  }

  /** The time of a tick; ticks must not go down between two calls of {@link #rewind}. */
  double secondsAt(long tick) {
    while (cursor + 1 < size && ticks[cursor + 1] <= tick) {
      cursor++;
    }
    return seconds[cursor] + scales[cursor] * (tick - ticks[cursor]);
  }

  /** The tick nearest to a time, of two equally near ones the even one. */
  long tickAt(double time) {
    int low = 0;
    int high = size;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (seconds[middle] <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (long) Math.rint(ticks[low] + (time - seconds[low]) / scales[low]);
  }

  /** Number of tempos, at least one; the first is at tick 0. */
  int size() {
    return size;
  }

  long tick(int tempo) {
    return ticks[tempo];
  }

  /** Start of a tempo in seconds. */
  double seconds(int tempo) {
    return seconds[tempo];
  }

  /** Quarter notes per minute; not always the number that was set, for the map keeps scales. */
  double qpm(int tempo) {
    return 60.0 / (scales[tempo] * division);
  }
}
