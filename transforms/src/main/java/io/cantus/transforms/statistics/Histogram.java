package io.cantus.transforms.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Counts of whole numbers in half-open buckets, after Magenta's statistics: bucket 0 holds what is
 * below the first lower bound, bucket i what is at least {@code lowerBounds[i - 1]}. Mutable and
 * not thread-safe.
 */
public final class Histogram implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] lowerBounds;
  private final long[] counts;

  private Histogram(long[] lowerBounds, long[] counts) {
    this.lowerBounds = lowerBounds;
    this.counts = counts;
  }

  /** An empty histogram; the bounds may come in any order and repeat. */
  public static Histogram withLowerBounds(long... bounds) {
    long[] sorted = LongStream.of(bounds).sorted().distinct().toArray();
    return new Histogram(sorted, new long[sorted.length + 1]);
  }

  /**
   * The histogram with these bounds and counts, as {@link #lowerBounds} and {@link #counts} gave
   * them.
   *
   * @throws IllegalArgumentException if the bounds do not ascend, or the counts are not one more
   */
  public static Histogram of(long[] lowerBounds, long[] counts) {
    for (int bound = 1; bound < lowerBounds.length; bound++) {
      if (lowerBounds[bound - 1] >= lowerBounds[bound]) {
        throw new IllegalArgumentException(
            "bounds that do not ascend: " + Arrays.toString(lowerBounds));
      }
    }
    if (counts.length != lowerBounds.length + 1) {
      throw new IllegalArgumentException(
          "a histogram with %d bounds and %d counts".formatted(lowerBounds.length, counts.length));
    }
    return new Histogram(lowerBounds.clone(), counts.clone());
  }

  /** Counts one value. */
  public void add(long value) {
    add(value, 1);
  }

  /** Counts one value several times. */
  public void add(long value, long times) {
    int found = Arrays.binarySearch(lowerBounds, value);
    counts[found >= 0 ? found + 1 : -found - 1] += times;
  }

  /**
   * Adds another histogram's counts.
   *
   * @throws IllegalArgumentException if its bounds differ
   */
  public void merge(Histogram other) {
    if (!Arrays.equals(lowerBounds, other.lowerBounds)) {
      throw new IllegalArgumentException(
          "histograms with bounds %s and %s do not merge"
              .formatted(Arrays.toString(lowerBounds), Arrays.toString(other.lowerBounds)));
    }
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
  }

  /** The bounds, ascending. */
  public long[] lowerBounds() {
    return lowerBounds.clone();
  }

  /** One count more than there are bounds; the first is of the values below every bound. */
  public long[] counts() {
    return counts.clone();
  }

  /** Another with the same bounds and counts. */
  public Histogram copy() {
    return new Histogram(lowerBounds, counts.clone());
  }

  void render(String name, StringBuilder out) {
    out.append(name).append(":\n");
    boolean empty = true;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] != 0) {
        empty = false;
        out.append("  [")
            .append(bucket == 0 ? "-inf" : Long.toString(lowerBounds[bucket - 1]))
            .append(',')
            .append(bucket == lowerBounds.length ? "inf" : Long.toString(lowerBounds[bucket]))
            .append("): ")
            .append(counts[bucket])
            .append('\n');
      }
    }
    if (empty) {
      out.append('\n');
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that
        && Arrays.equals(lowerBounds, that.lowerBounds)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lowerBounds) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    render("histogram", out);
    return out.toString();
  }
}
