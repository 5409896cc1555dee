package io.cantus.jobs.compare;

import io.cantus.transforms.comparison.FeatureSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Comparisons for a person to read. */
final class ComparisonText {
  private static final String COLUMNS = "%-26s  %14s  %14s  %8s  %8s  %6s";

  private ComparisonText() {}

  static List<String> lines(List<Comparison> comparisons) {
    List<String> lines = new ArrayList<>();
    lines.add(COLUMNS.formatted("", "generated", "real", "distance", "halves", "times"));
    for (Comparison comparison : comparisons) {
      lines.add(
          COLUMNS.formatted(
              comparison.feature().title(),
              summary(comparison.generated()),
              summary(comparison.real()),
              number(comparison.distance().distance()),
              number(comparison.halves().distance()),
              times(comparison)));
    }
    return lines;
  }

  /** Mean and standard deviation; nothing of histograms. */
  static String summary(FeatureSummary summary) {
    return Double.isNaN(summary.mean())
        ? ""
        : String.format(Locale.ROOT, "%.3g \u00b1 %.3g", summary.mean(), summary.deviation());
  }

  static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  static String times(Comparison comparison) {
    return Double.isFinite(comparison.ratio())
        ? String.format(Locale.ROOT, "%.1f", comparison.ratio())
        : "";
  }
}
