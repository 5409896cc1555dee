package io.cantus.jobs.outcome;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many inputs made nothing, by outcome and reason. */
public final class Reasons implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What is counted apart. */
  private record Key(Refusal.Kind kind, String reason) implements Serializable, Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind).thenComparing(Key::reason);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Key, Long> counts = new TreeMap<>();

  /** Counts one more. */
  public void add(Refusal refusal) {
    counts.merge(new Key(refusal.kind(), refusal.reason()), 1L, Long::sum);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** The counts by reason, whatever the outcome. */
  public SortedMap<String, Long> byReason() {
    SortedMap<String, Long> byReason = new TreeMap<>();
    counts.forEach((key, count) -> byReason.merge(key.reason(), count, Long::sum));
    return byReason;
  }

  /** The counts by outcome. */
  public Tally tally() {
    Tally tally = Tally.NONE;
    for (Map.Entry<Key, Long> entry : counts.entrySet()) {
      tally = tally.plus(entry.getKey().kind().tally(entry.getValue()));
    }
    return tally;
  }

  /** A table of outcomes and reasons with their counts, the most frequent first; empty if none. */
  public List<String> table() {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Key, Long>comparingByValue().reversed())
        .map(
            entry ->
                "%8d  %-8s  %s"
                    .formatted(
                        entry.getValue(), entry.getKey().kind().key(), entry.getKey().reason()))
        .toList();
  }
}
