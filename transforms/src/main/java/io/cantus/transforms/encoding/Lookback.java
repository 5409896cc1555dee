package io.cantus.transforms.encoding;

import io.cantus.transforms.melody.Melody;

/**
 * The parts that the encodings with lookbacks share: repeats of what was one and two bars of 4/4
 * ago, whatever the meter, and the counter of steps.
 */
final class Lookback {
  /** How far back to look, in steps. */
  static final int NEAR = 16;

  static final int FAR = 32;

  private Lookback() {}

  /** Whether the event at the position is the one {@code distance} steps before. */
  static boolean repeats(int[] events, int position, int distance) {
    return position >= distance && events[position] == events[position - distance];
  }

  /**
   * The class of an event that repeats: {@code nearLabel} or the one after it. The farther repeat
   * wins, and silence counts as repeating what was before the beginning. -1 if none fits.
   */
  static int repeatLabel(int[] events, int position, int nearLabel) {
    boolean silentStart = position < FAR && events[position] == Melody.NO_EVENT;
    if (silentStart || repeats(events, position, FAR)) {
      return nearLabel + 1;
    }
    return repeats(events, position, NEAR) ? nearLabel : -1;
  }

  /** The event that was {@code distance} steps ago after {@code length} events. */
  static int repeated(int[] events, int length, int distance) {
    return length >= distance ? events[length - distance] : Melody.NO_EVENT;
  }

  /** Writes the lowest bits of the number of the next step, lowest first, as -1 and 1. */
  static void writeCounter(int position, int bits, float[] vector, int offset) {
    for (int bit = 0; bit < bits; bit++) {
      vector[offset + bit] = ((position + 1) >> bit & 1) == 1 ? 1f : -1f;
    }
  }
}
