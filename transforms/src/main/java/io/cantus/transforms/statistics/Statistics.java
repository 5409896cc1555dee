package io.cantus.transforms.statistics;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counters and histograms by name, after Magenta's pipeline statistics. Merging adds equal names,
 * so that the statistics of a run do not depend on how it was divided. Mutable and not thread-safe.
 */
public final class Statistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> counters = new TreeMap<>();
  private final TreeMap<String, Histogram> histograms = new TreeMap<>();

  /** Adds to a counter; adding 0 makes the name appear. */
  public void count(String name, long amount) {
    counters.merge(name, amount, Long::sum);
  }

  /**
   * Adds a histogram's counts to the one of this name; an empty one makes the name appear.
   *
   * @throws IllegalArgumentException if the name's histogram has other bounds
   */
  public void count(String name, Histogram amounts) {
    Histogram mine = histograms.get(name);
    if (mine == null) {
      histograms.put(name, amounts.copy());
    } else {
      mine.merge(amounts);
    }
  }

  /** Adds everything that another run counted. */
  public void merge(Statistics other) {
    merge("", other);
  }

  /** Adds everything that another run counted, with a prefix before each of its names. */
  public void merge(String prefix, Statistics other) {
    other.counters.forEach((name, amount) -> count(prefix + name, amount));
    other.histograms.forEach((name, amounts) -> count(prefix + name, amounts));
  }

  /** A counter's value, 0 if nothing was ever counted under the name. */
  public long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** The counters by name, a view. */
  public SortedMap<String, Long> counters() {
    return Collections.unmodifiableSortedMap(counters);
  }

  /** The histograms by name, a view. */
  public SortedMap<String, Histogram> histograms() {
    return Collections.unmodifiableSortedMap(histograms);
  }

  /**
   * The text that the reference logs, sorted by name: {@code name: count}, and for a histogram
   * {@code name:} with a line {@code [low,high): count} for each bucket that is not empty, or an
   * empty line when all are. Each line ends with a newline.
   */
  public String render() {
    TreeMap<String, Object> all = new TreeMap<>(counters);
    all.putAll(histograms);
    StringBuilder out = new StringBuilder();
    all.forEach(
        (name, value) -> {
          if (value instanceof Histogram histogram) {
            histogram.render(name, out);
          } else {
            out.append(name).append(": ").append(value).append('\n');
          }
        });
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Statistics that
        && counters.equals(that.counters)
        && histograms.equals(that.histograms);
  }

  @Override
  public int hashCode() {
    return 31 * counters.hashCode() + histograms.hashCode();
  }

  @Override
  public String toString() {
    return render();
  }
}
