package io.cantus.jobs.train;

import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.training.tensorboard.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The gradient of each parameter over a run, in a table. */
final class GradientTable {
  private static final String PREFIX = RunTags.GRADIENT_NORM + "/";

  private GradientTable() {}

  /**
   * One row for each parameter.
   *
   * @param clip norm to which gradients are clipped; 0 or less for none
   */
  static Table of(Scalars trained, int clip) {
    List<List<Cell>> rows = new ArrayList<>();
    for (String tag : trained.tags()) {
      if (tag.startsWith(PREFIX)) {
        double[] norms =
            trained.of(tag).stream().mapToDouble(Scalars.Point::value).sorted().toArray();
        rows.add(
            List.of(
                Cell.text(tag.substring(PREFIX.length())),
                Cell.text(number(norms[norms.length / 2])),
                Cell.text(number(norms[norms.length - 1])),
                Cell.text(clipped(norms, clip))));
      }
    }
    return new Table(
        "Gradient of each parameter",
        List.of(
            new Column("Parameter", Kind.CODE),
            new Column("Median norm", Kind.NUMBER),
            new Column("Largest norm", Kind.NUMBER),
            new Column("Clipped", Kind.NUMBER)),
        rows,
        "No gradient was logged.");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String clipped(double[] norms, int clip) {
    int above = 0;
    for (double norm : norms) {
      above += clip > 0 && norm > clip ? 1 : 0;
    }
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * above / norms.length);
  }
}
