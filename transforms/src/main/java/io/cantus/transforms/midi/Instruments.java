package io.cantus.transforms.midi;

import java.util.Arrays;

/** The instruments of a file in columns, numbered in the order in which they were created. */
final class Instruments {
  /** What an instrument takes in memory, with room for growth. */
  static final int BYTES = 32;

  private static final int DRUM_CHANNEL = 9;

  private int[] programs = new int[16];
  private boolean[] drums = new boolean[16];
  private int[] controllers = new int[16];
  private TrackName[] names = new TrackName[16];
  private int size;

  /** Adds an instrument; returns its number. */
  int add(int program, int channel, int controllers, TrackName name) {
    if (size == programs.length) {
      programs = Arrays.copyOf(programs, 2 * size);
      drums = Arrays.copyOf(drums, 2 * size);
      this.controllers = Arrays.copyOf(this.controllers, 2 * size);
      names = Arrays.copyOf(names, 2 * size);
    }
    programs[size] = program;
    drums[size] = channel == DRUM_CHANNEL;
    this.controllers[size] = controllers;
    names[size] = name;
    return size++;
  }

  int size() {
    return size;
  }

  int program(int instrument) {
    return programs[instrument];
  }

  boolean isDrum(int instrument) {
    return drums[instrument];
  }

  /** Number of the lists that hold its pitch bends and control changes; may be shared. */
  int controllers(int instrument) {
    return controllers[instrument];
  }

  TrackName name(int instrument) {
    return names[instrument];
  }
}
