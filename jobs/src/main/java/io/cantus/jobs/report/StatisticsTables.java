package io.cantus.jobs.report;

import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.transforms.statistics.Histogram;
import io.cantus.transforms.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;

/** The statistics of a data set as tables, under the reference's names. */
public final class StatisticsTables {
  private StatisticsTables() {}

  /** One table of all counters, then one for each histogram, its empty ends left out. */
  public static List<Block> of(Statistics statistics) {
    List<Block> tables = new ArrayList<>();
    tables.add(counters(statistics));
    statistics.histograms().forEach((name, histogram) -> tables.add(buckets(name, histogram)));
    return tables;
  }

  private static Table counters(Statistics statistics) {
    return new Table(
        "Counters",
        List.of(new Column("Name", Kind.CODE), new Column("Count", Kind.NUMBER)),
        statistics.counters().entrySet().stream()
            .map(e -> List.of(Cell.text(e.getKey()), Cell.count(e.getValue())))
            .toList(),
        "Nothing was counted.");
  }

  private static Table buckets(String name, Histogram histogram) {
    long[] bounds = histogram.lowerBounds();
    long[] counts = histogram.counts();
    int first = 0;
    int end = counts.length;
    while (first < end && counts[first] == 0) {
      first++;
    }
    while (end > first && counts[end - 1] == 0) {
      end--;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int bucket = first; bucket < end; bucket++) {
      rows.add(List.of(Cell.text(range(bounds, bucket)), Cell.count(counts[bucket])));
    }
    return new Table(
        name,
        List.of(new Column("Value", Kind.TEXT), new Column("Count", Kind.BAR)),
        rows,
        name + ": nothing was counted.");
  }

  private static String range(long[] bounds, int bucket) {
    if (bounds.length == 0) {
      return "any";
    }
    if (bucket == 0) {
      return "below " + bounds[0];
    }
    long low = bounds[bucket - 1];
    if (bucket == bounds.length) {
      return low + " and more";
    }
    long high = bounds[bucket] - 1;
    return low == high ? Long.toString(low) : low + " to " + high;
  }
}
