package io.cantus.transforms.melody;

import java.util.Arrays;

/**
 * How many notes belong to each of the twelve major keys, counted as they come. Mutable and not
 * thread-safe.
 */
public final class KeyScores {
  /** The half steps of a major scale above its first note. */
  private static final int[] MAJOR_SCALE = {0, 2, 4, 5, 7, 9, 11};

  private final int[] scores = new int[12];

  /** Counts one note. */
  public void add(int pitch) {
    for (int degree : MAJOR_SCALE) {
      scores[Math.floorMod(pitch - degree, 12)]++;
    }
  }

  /** Forgets all notes. */
  public void clear() {
    Arrays.fill(scores, 0);
  }

  /** The key with the most notes, the lowest of several; 0 is C major. */
  public int bestKey() {
    int best = 0;
    for (int key = 1; key < scores.length; key++) {
      if (scores[key] > scores[best]) {
        best = key;
      }
    }
    return best;
  }

  /** The number of notes in the best key. */
  public int bestScore() {
    return scores[bestKey()];
  }

  /** The number of notes in a key; 0 is C major. */
  public int score(int key) {
    return scores[key];
  }
}
