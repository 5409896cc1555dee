package io.cantus.transforms.comparison;

import io.cantus.transforms.melody.KeyScores;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The values of {@link MelodyFeature}s: a histogram, one number, or nothing. */
final class Measurement {
  private static final int PITCH_CLASSES = 12;
  private static final int BEATS_PER_BAR = 4;
  private static final int LONGEST_BIN = 16;
  private static final double[] NONE = {};

  private Measurement() {}

  static double[] pitchClasses(Melody melody) {
    NoteLine line = NoteLine.of(melody);
    int key = keys(line).bestKey();
    return shares(
        IntStream.of(line.pitches()).map(pitch -> Math.floorMod(pitch - key, PITCH_CLASSES)),
        PITCH_CLASSES);
  }

  static double[] noteLengths(Melody melody) {
    return shares(
        Arrays.stream(NoteLine.of(melody).lengths())
            .mapToInt(length -> (int) Math.min(LONGEST_BIN, Math.max(1, Math.round(length)) - 1)),
        LONGEST_BIN + 1);
  }

  /** How often each number below {@code count} occurs; nothing if none does. */
  private static double[] shares(IntStream numbers, int count) {
    double[] shares = new double[count];
    int total = 0;
    for (int number : numbers.toArray()) {
      shares[number]++;
      total++;
    }
    for (int i = 0; i < count; i++) {
      shares[i] /= total;
    }
    return total == 0 ? NONE : shares;
  }

  static double[] density(Melody melody) {
    if (melody.length() == 0) {
      return NONE;
    }
    double bars = (double) melody.length() / stepsPerBar(melody);
    return new double[] {NoteLine.of(melody).count() / bars};
  }

  private static int stepsPerBar(Melody melody) {
    return BEATS_PER_BAR * melody.stepsPerQuarter();
  }

  static double[] repetition(Melody melody, int bars) {
    int lag = bars * stepsPerBar(melody);
    int same = 0;
    int all = 0;
    for (int step = lag; step < melody.length(); step++) {
      int now = melody.event(step);
      int then = melody.event(step - lag);
      if (now != Melody.NO_EVENT || then != Melody.NO_EVENT) {
        all++;
        same += now == then ? 1 : 0;
      }
    }
    return all == 0 ? NONE : new double[] {(double) same / all};
  }

  static double[] outOfScale(Melody melody) {
    NoteLine line = NoteLine.of(melody);
    return line.count() == 0
        ? NONE
        : new double[] {1 - (double) keys(line).bestScore() / line.count()};
  }

  private static KeyScores keys(NoteLine line) {
    KeyScores keys = new KeyScores();
    for (int pitch : line.pitches()) {
      keys.add(pitch);
    }
    return keys;
  }

  static double[] meanInterval(Melody melody) {
    int[] pitches = NoteLine.of(melody).pitches();
    return IntStream.range(1, pitches.length)
        .mapToDouble(i -> Math.abs(pitches[i] - pitches[i - 1]))
        .average()
        .stream()
        .toArray();
  }

  static double[] meanOnset(Melody melody) {
    double[] onsets = NoteLine.of(melody).onsets();
    int last = onsets.length - 1;
    return last < 1 ? NONE : new double[] {(onsets[last] - onsets[0]) / last};
  }

  static double[] pitchCount(Melody melody) {
    int[] pitches = NoteLine.of(melody).pitches();
    return pitches.length == 0 ? NONE : new double[] {IntStream.of(pitches).distinct().count()};
  }

  static double[] pitchRange(Melody melody) {
    int[] pitches = NoteLine.of(melody).pitches();
    return pitches.length == 0
        ? NONE
        : new double[] {
          IntStream.of(pitches).max().orElseThrow() - IntStream.of(pitches).min().orElseThrow()
        };
  }
}
