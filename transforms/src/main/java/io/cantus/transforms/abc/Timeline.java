package io.cantus.transforms.abc;

import java.util.Arrays;

/**
 * The steps of a voice one after another: each is a note, a chord or a rest, with its written
 * length. A broken rhythm shifts the border between two steps.
 */
final class Timeline {
  private static final int UNSHIFTED = 0;

  private long[] numerators = new long[64];
  private long[] denominators = new long[64];
  private byte[] shifts = new byte[65];
  private int steps;
  private Length end = Length.ZERO;

  int steps() {
    return steps;
  }

  /** Where the next step begins. */
  Length end() {
    return end;
  }

  Length length(int step) {
    return new Length(numerators[step], denominators[step]);
  }

  void add(Length length) {
    if (steps == numerators.length) {
      numerators = Arrays.copyOf(numerators, 2 * steps);
      denominators = Arrays.copyOf(denominators, 2 * steps);
      shifts = Arrays.copyOf(shifts, 2 * steps + 1);
    }
    numerators[steps] = length.numerator();
    denominators[steps] = length.denominator();
    end = end.plus(length);
    steps++;
  }

  /**
   * Applies a broken rhythm to the two latest steps. Of equal ones, one gives to the other. The
   * standard knows no others; real books that have them write the shorter one as it sounds, so only
   * the dots of the longer one are added.
   *
   * @param halvings how often {@code >} was written, or less than 0 for {@code <}
   */
  void breakLatest(int halvings) {
    Length first = length(steps - 2);
    Length second = length(steps - 1);
    if (first.equals(second)) {
      shifts[steps - 1] = (byte) halvings;
      return;
    }
    int longer = halvings > 0 ? steps - 2 : steps - 1;
    Length written = length(longer);
    long parts = 1L << Math.abs(halvings);
    Length dotted = written.times(2 * parts - 1, parts);
    numerators[longer] = dotted.numerator();
    denominators[longer] = dotted.denominator();
    end = end.plus(dotted.minus(written));
  }

  /** The times of the borders between steps, from the start of the first to the end of the last. */
  Times times(TempoMap tempos) {
    double[] unshifted = new double[steps + 1];
    TempoMap.Clock clock = tempos.clock();
    for (int step = 0; step < steps; step++) {
      clock.advance(length(step));
      unshifted[step + 1] = clock.seconds();
    }
    double[] shifted = unshifted.clone();
    for (int border = 1; border < steps; border++) {
      if (shifts[border] != UNSHIFTED) {
        double before = unshifted[border] - unshifted[border - 1];
        double shift = before - before / (1 << Math.abs(shifts[border]));
        shifted[border] += shifts[border] > 0 ? shift : -shift;
      }
    }
    return new Times(unshifted, shifted);
  }

  /**
   * Seconds at the borders between steps.
   *
   * @param written as if no rhythm were broken, which is where annotations and bars are
   * @param played where notes begin and end
   */
  record Times(double[] written, double[] played) {
    double start(Note note) {
      return played[note.firstStep()];
    }

    double end(Note note) {
      int step = note.lastStep();
      return note.lastPart() == 1
          ? played[step + 1]
          : played[step] + (written[step + 1] - written[step]) * note.lastPart();
    }
  }
}
