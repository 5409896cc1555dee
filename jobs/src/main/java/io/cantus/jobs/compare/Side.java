package io.cantus.jobs.compare;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.melodies.Contents;
import io.cantus.jobs.melodies.FoundMelodies;
import io.cantus.jobs.melodies.MelodyFinder;
import io.cantus.jobs.outcome.Reasons;
import io.cantus.jobs.outcome.Tally;
import io.cantus.training.CounterRandom;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.comparison.MelodySet;
import io.cantus.transforms.melody.Melody;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the two sets of melodies.
 *
 * @param inputs where they were found
 * @param found how many there are
 * @param drawn those of them that are compared
 * @param set the same, measured
 * @param tally of files and records
 * @param reasons why some of these have no melody
 */
record Side(
    List<String> inputs,
    long found,
    List<Melody> drawn,
    MelodySet set,
    Tally tally,
    Reasons reasons) {
  /** What halves can be made of. */
  private static final int FEWEST = 4;

  /**
   * Draws melodies from inputs by lot. Which follows from the inputs and the seed.
   *
   * @param most as many are drawn, if there are so many
   * @throws BadInputException if there are fewer than four
   */
  static Side read(Storage storage, List<String> inputs, MelodyFinder finder, int most, long seed) {
    Lot lot = new Lot(most, seed);
    Contents.melodies(storage, inputs, finder, batch -> batch.forEach(lot::add));
    if (lot.drawn.size() < FEWEST) {
      throw new BadInputException(
          "%s: too few melodies to compare: %d%s"
              .formatted(
                  String.join(", ", inputs),
                  lot.drawn.size(),
                  lot.reasons.isEmpty() ? "" : "; none in others: " + lot.reasons.byReason()));
    }
    Tally tally = lot.reasons.tally().plus(new Tally(lot.produced, 0, 0, 0));
    return new Side(
        List.copyOf(inputs),
        lot.found,
        List.copyOf(lot.drawn),
        MelodySet.of(lot.drawn),
        tally,
        lot.reasons);
  }

  /** The length of the longest melody, in steps. */
  int longest() {
    return drawn.stream().mapToInt(Melody::length).max().orElseThrow();
  }

  /** The same, of each melody no more than its first steps. */
  Side first(int steps) {
    List<Melody> cut =
        drawn.stream()
            .map(melody -> melody.length() > steps ? melody.withLength(steps) : melody)
            .toList();
    return new Side(inputs, found, cut, MelodySet.of(cut), tally, reasons);
  }

  /** A reservoir: at any time, each melody so far is in it with the same probability. */
  private static final class Lot {
    private final int most;
    private final long seed;
    private final List<Melody> drawn = new ArrayList<>();
    private final Reasons reasons = new Reasons();
    private long found;
    private long produced;

    Lot(int most, long seed) {
      this.most = most;
      this.seed = seed;
    }

    void add(FoundMelodies file) {
      file.refusal().ifPresent(reasons::add);
      produced += file.refusal().isEmpty() ? 1 : 0;
      file.melodies().forEach(this::add);
    }

    private void add(Melody melody) {
      if (found < most) {
        drawn.add(melody);
      } else {
        long place = (long) (CounterRandom.uniform(seed, found) * (found + 1));
        if (place < most) {
          drawn.set((int) place, melody);
        }
      }
      found++;
    }
  }
}
