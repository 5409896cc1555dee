package io.cantus.jobs.compare;

import io.cantus.transforms.comparison.FeatureSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison for other programs. */
final class ComparisonRow {
  /** The columns of a file, in order. */
  static final List<String> COLUMNS =
      List.of(
          "feature",
          "unit",
          "generated_melodies",
          "generated_mean",
          "generated_sd",
          "real_melodies",
          "real_mean",
          "real_sd",
          "measure",
          "distance",
          "distance_of_real_halves",
          "times_real_halves",
          "oa",
          "oa_of_real_halves",
          "kld",
          "kld_of_real_halves");

  private ComparisonRow() {}

  static Map<String, Object> of(Comparison comparison) {
    List<Object> values = new ArrayList<>();
    values.add(comparison.feature().key());
    values.add(comparison.feature().unit());
    addSummary(values, comparison.generated());
    addSummary(values, comparison.real());
    values.add(comparison.measure());
    values.add(comparison.distance().distance());
    values.add(comparison.halves().distance());
    values.add(comparison.ratio());
    values.add(comparison.distance().overlap());
    values.add(comparison.halves().overlap());
    values.add(comparison.distance().divergence());
    values.add(comparison.halves().divergence());
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      row.put(COLUMNS.get(i), values.get(i));
    }
    return row;
  }

  private static void addSummary(List<Object> values, FeatureSummary summary) {
    values.add((long) summary.melodies());
    values.add(summary.mean());
    values.add(summary.deviation());
  }
}
