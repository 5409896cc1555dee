package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Tables of what may be very many things. */
final class Rows {
  /** More than anybody reads. */
  private static final int MOST = 200;

  private Rows() {}

  /** A table of a row for each thing, the first 200 of them. */
  static <T> Table of(
      String caption,
      List<Column> columns,
      List<T> things,
      Function<T, List<Cell>> row,
      String whenEmpty) {
    String heading =
        things.size() <= MOST
            ? caption
            : String.format(Locale.ROOT, "%s (the first %,d of %,d)", caption, MOST, things.size());
    return new Table(heading, columns, things.stream().limit(MOST).map(row).toList(), whenEmpty);
  }

  /** A cell with a time in seconds. */
  static Cell seconds(double seconds) {
    return Cell.text(String.format(Locale.ROOT, "%.3f", seconds));
  }

  /** Beats a minute as people write them: 120 and 96.5, but 99.999999 as 100. */
  static String qpm(double qpm) {
    String text = String.format(Locale.ROOT, "%.3f", qpm);
    return text.replaceFirst("\\.?0+$", "");
  }
}
