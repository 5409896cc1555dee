package io.cantus.transforms.comparison;

import io.cantus.transforms.melody.Melody;
import java.util.Arrays;

/**
 * A melody's notes, one after another; times in sixteenths.
 *
 * @param pitches 0..127
 * @param onsets from the melody's start
 * @param lengths up to the next note, note-off or the melody's end
 */
record NoteLine(int[] pitches, double[] onsets, double[] lengths) {
  static final int SIXTEENTHS_PER_QUARTER = 4;

  static NoteLine of(Melody melody) {
    double step = (double) SIXTEENTHS_PER_QUARTER / melody.stepsPerQuarter();
    int steps = melody.length();
    int[] pitches = new int[steps];
    double[] onsets = new double[steps];
    double[] lengths = new double[steps];
    int notes = 0;
    boolean sounding = false;
    for (int at = 0; at < steps; at++) {
      int event = melody.event(at);
      if (event == Melody.NO_EVENT) {
        continue;
      }
      if (sounding) {
        lengths[notes - 1] = at * step - onsets[notes - 1];
      }
      sounding = event >= 0;
      if (sounding) {
        pitches[notes] = event;
        onsets[notes] = at * step;
        notes++;
      }
    }
    if (sounding) {
      lengths[notes - 1] = steps * step - onsets[notes - 1];
    }
    return new NoteLine(
        Arrays.copyOf(pitches, notes), Arrays.copyOf(onsets, notes), Arrays.copyOf(lengths, notes));
  }

  int count() {
    return pitches.length;
  }
}
