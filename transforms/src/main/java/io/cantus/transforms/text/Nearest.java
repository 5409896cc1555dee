package io.cantus.transforms.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was meant to be, for a message's "did you mean". */
public final class Nearest {
  private Nearest() {}

  /**
   * The known word with the fewest edits (insert, delete, replace or swap of neighbours, case
   * ignored) from {@code word}; the alphabetically first of several. Empty when even that one
   * differs in more than half of its letters.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    String best = null;
    int bestEdits = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      boolean near = 2 * edits <= Math.max(word.length(), candidate.length());
      boolean better = edits < bestEdits || (edits == bestEdits && candidate.compareTo(best) < 0);
      if (near && better) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Optimal string alignment distance. */
  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int edits = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swapped ? Math.min(edits, beforeLast[j - 2] + 1) : edits;
      }
    }
    return row[b.length()];
  }
}
