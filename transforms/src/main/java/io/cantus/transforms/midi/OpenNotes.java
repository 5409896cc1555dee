package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * The notes that sound in one track: a queue for each channel and pitch, in order of the starts.
 */
final class OpenNotes {
  static final int NONE = -1;
  private static final int KEYS = 16 * 128;

  private final int[] firsts = new int[KEYS];
  private final int[] lasts = new int[KEYS];
  private int sounding;

  private long[] ticks = new long[64];
  private double[] seconds = new double[64];
  private int[] velocities = new int[64];
  private int[] next = new int[64];
  private int used;

  /** Chain of places that closed notes left. */
  private int free = NONE;

  OpenNotes() {
    Arrays.fill(firsts, NONE);
  }

  static int key(int channel, int pitch) {
    return channel << 7 | pitch;
  }

  void add(int key, long tick, double time, int velocity) {
    int note = place();
    ticks[note] = tick;
    seconds[note] = time;
    velocities[note] = velocity;
    next[note] = NONE;
    if (firsts[key] == NONE) {
      firsts[key] = note;
    } else {
      next[lasts[key]] = note;
    }
    lasts[key] = note;
    sounding++;
  }

  private int place() {
    if (free != NONE) {
      int note = free;
      free = next[note];
      return note;
    }
    if (used == next.length) {
      ticks = Arrays.copyOf(ticks, 2 * used);
      seconds = Arrays.copyOf(seconds, 2 * used);
      velocities = Arrays.copyOf(velocities, 2 * used);
      next = Arrays.copyOf(next, 2 * used);
    }
    return used++;
  }

  /** How many notes sound. */
  int size() {
    return sounding;
  }

  /** The note of this key that began first, or {@link #NONE}. */
  int first(int key) {
    return firsts[key];
  }

  /** Takes a key's first note out; its tick, time and velocity can be read until the next add. */
  int removeFirst(int key) {
    int note = firsts[key];
    firsts[key] = next[note];
    next[note] = free;
    free = note;
    sounding--;
    return note;
  }

  /** Forgets all notes, at the end of a track. */
  void clear() {
    if (sounding > 0) {
      Arrays.fill(firsts, NONE);
      sounding = 0;
    }
    used = 0;
    free = NONE;
  }

  long tick(int note) {
    return ticks[note];
  }

  double seconds(int note) {
    return seconds[note];
  }

  int velocity(int note) {
    return velocities[note];
  }
}
