package io.cantus.jobs.report;

import io.cantus.jobs.report.ColumnChart.Bar;
import io.cantus.transforms.statistics.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * A histogram on its way to a page: its empty ends left out, its bins named.
 *
 * @param bins each with its lower bound; values below every bound are in the first
 */
public record BinnedCounts(List<Bin> bins) {

  /** How many values lie from {@code from} up to the next bin. */
  public record Bin(long from, long count) {}

  public BinnedCounts {
    bins = List.copyOf(bins);
  }

  /** The bins from the first that holds anything to the last. */
  public static BinnedCounts of(Histogram histogram) {
    long[] bounds = histogram.lowerBounds();
    long[] counts = histogram.counts();
    List<Bin> bins = new ArrayList<>();
    for (int bucket = 1; bucket < counts.length; bucket++) {
      long below = bucket == 1 ? counts[0] : 0;
      bins.add(new Bin(bounds[bucket - 1], counts[bucket] + below));
    }
    int first = 0;
    int end = bins.size();
    while (first < end && bins.get(first).count() == 0) {
      first++;
    }
    while (end > first && bins.get(end - 1).count() == 0) {
      end--;
    }
    return new BinnedCounts(bins.subList(first, end));
  }

  /** How many values there are. */
  public long total() {
    return bins.stream().mapToLong(Bin::count).sum();
  }

  /** The bin that holds the value below which {@code share} of all lie; empty without values. */
  public OptionalLong quantile(double share) {
    double wanted = share * total();
    long seen = 0;
    for (Bin bin : bins) {
      seen += bin.count();
      if (seen >= wanted && seen > 0) {
        return OptionalLong.of(bin.from());
      }
    }
    return OptionalLong.empty();
  }

  /** A sentence about the middle and the spread, in {@code unit}; empty without values. */
  public String spread(String unit) {
    if (total() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "Half of them up to %d %s, nine tenths from %d to %d.",
        quantile(0.5).orElseThrow(),
        unit,
        quantile(0.05).orElseThrow(),
        quantile(0.95).orElseThrow());
  }

  /** The bins as columns. */
  public List<Bar> bars(LongFunction<String> label) {
    return bins.stream().map(bin -> new Bar(label.apply(bin.from()), bin.count())).toList();
  }
}
