package io.cantus.jobs.evaluate;

import java.util.Locale;
import java.util.Optional;

/** Rows for a person to read. */
final class RowText {
  private static final String COLUMNS = "%9s  %14s  %10s  %8s  %s";

  /** The line above all rows. */
  static final String HEADER =
      COLUMNS.formatted("events", "log-likelihood", "perplexity", "accuracy", "melody");

  private RowText() {}

  /** A file's row only tells something new if it has several melodies, or none. */
  static Optional<String> of(Row row) {
    return switch (row.level()) {
      case MELODY -> Optional.of(line(row, row.source() + ", melody " + row.melody()));
      case FILE ->
          row.refusal().isPresent()
              ? Optional.of(
                  COLUMNS.formatted(
                      "-",
                      "-",
                      "-",
                      "-",
                      "%s: %s: %s"
                          .formatted(
                              row.source(),
                              row.refusal().get().reason(),
                              row.refusal().get().detail())))
              : row.melodies() > 1
                  ? Optional.of(
                      line(row, "%s, all %d melodies".formatted(row.source(), row.melodies())))
                  : Optional.empty();
      case TOTAL -> Optional.of(line(row, "total"));
    };
  }

  private static String line(Row row, String what) {
    if (row.metrics().steps() == 0) {
      return COLUMNS.formatted(0, "-", "-", "-", what);
    }
    return COLUMNS.formatted(
        row.metrics().steps(),
        number("%.2f", row.metrics().logLikelihood()),
        number("%.4f", row.metrics().perplexity()),
        number("%.1f %%", 100 * row.metrics().accuracy()),
        what);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
