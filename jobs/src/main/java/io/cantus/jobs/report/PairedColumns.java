package io.cantus.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two distributions over the same bins, each bin with a column of each beside the other. Drawn
 * without a script.
 *
 * @param title what is distributed
 * @param text a sentence about it; may be empty
 * @param first what the left columns are of
 * @param second what the right columns are of
 */
public record PairedColumns(
    String title, String text, String first, String second, List<Pair> pairs) implements Block {

  /**
   * A bin's columns.
   *
   * @param label below them, short
   * @param first share of the first distribution, 0 to 1
   * @param second share of the second
   */
  public record Pair(String label, double first, double second) {}

  public PairedColumns {
    pairs = List.copyOf(pairs);
  }

  @Override
  public Html html() {
    double highest =
        pairs.stream().mapToDouble(pair -> Math.max(pair.first(), pair.second())).max().orElse(0);
    return Template.resource("paired-columns.html")
        .with("title", title)
        .with("text", text)
        .with("first", first)
        .with("second", second)
        .with("highest", percent(highest))
        .with("columns", columns(highest == 0 ? 1 : highest))
        .with("labels", ColumnChart.labels(pairs.stream().map(Pair::label).toList()))
        .fill();
  }

  private Html columns(double highest) {
    List<Html> columns = new ArrayList<>();
    for (Pair pair : pairs) {
      columns.add(
          Template.of(
                  "<li title=\"{{what}}\"><i style=\"height:{{first}}%\"></i><i"
                      + " style=\"height:{{second}}%\"></i></li>")
              .with(
                  "what",
                  "%s: %s %s, %s %s"
                      .formatted(
                          pair.label(),
                          first,
                          percent(pair.first()),
                          second,
                          percent(pair.second())))
              .with("first", number(100 * pair.first() / highest))
              .with("second", number(100 * pair.second() / highest))
              .fill());
    }
    return Html.lines(columns);
  }

  private static String percent(double share) {
    return number(100 * share) + " %";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
