package io.cantus.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A histogram as columns from left to right, such as melodies by length. Drawn without a script: as
 * many columns as there are share the width.
 *
 * @param title what is counted and by what
 * @param text a sentence about it; may be empty
 * @param unit what the counts are of, in the plural
 */
public record ColumnChart(String title, String text, String unit, List<Bar> bars) implements Block {
  /** Labels that fit below the columns on a telephone. */
  private static final int LABELS = 9;

  /**
   * One column.
   *
   * @param label below it, short
   */
  public record Bar(String label, long count) {}

  public ColumnChart {
    bars = List.copyOf(bars);
  }

  @Override
  public Html html() {
    return Template.resource("column-chart.html")
        .with("title", title)
        .with("text", text)
        .with("highest", count(highest()))
        .with("columns", columns())
        .with("labels", labels(bars.stream().map(Bar::label).toList()))
        .fill();
  }

  private long highest() {
    return bars.stream().mapToLong(Bar::count).max().orElse(0);
  }

  private String count(long count) {
    return String.format(Locale.ROOT, "%,d %s", count, unit);
  }

  private Html columns() {
    double highest = Math.max(1, highest());
    List<Html> columns = new ArrayList<>();
    for (Bar bar : bars) {
      columns.add(
          Template.of("<li title=\"{{what}}\"><i style=\"height:{{percent}}%\"></i></li>")
              .with("what", "%s: %s".formatted(bar.label(), count(bar.count())))
              .with("percent", String.format(Locale.ROOT, "%.1f", 100 * bar.count() / highest))
              .fill());
    }
    return Html.lines(columns);
  }

  /** Every so many columns share one label, that of the first of them. */
  static Html labels(List<String> all) {
    int together = Math.max(1, (all.size() + LABELS - 1) / LABELS);
    List<Html> labels = new ArrayList<>();
    for (int first = 0; first < all.size(); first += together) {
      labels.add(
          Template.of("<span style=\"flex:{{columns}}\">{{label}}</span>")
              .with("columns", Integer.toString(Math.min(together, all.size() - first)))
              .with("label", all.get(first))
              .fill());
    }
    return Html.lines(labels);
  }
}
