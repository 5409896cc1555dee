package io.cantus.transforms.comparison;

import java.util.List;

/**
 * A set's melodies in one feature.
 *
 * @param melodies how many have it
 * @param mean of numbers; NaN of histograms, or without melodies
 * @param deviation standard deviation of numbers; NaN of histograms, or without melodies
 * @param shares of each bin: of histograms the mean, of numbers how many melodies fall into it
 */
public record FeatureSummary(int melodies, double mean, double deviation, double[] shares) {

  /**
   * Sums a set up.
   *
   * @param values what its melodies have of the feature
   */
  public static FeatureSummary of(MelodyFeature feature, List<double[]> values) {
    int count = values.size();
    if (count == 0) {
      return new FeatureSummary(0, Double.NaN, Double.NaN, new double[feature.bins().count()]);
    }
    if (feature.isHistogram()) {
      return new FeatureSummary(count, Double.NaN, Double.NaN, Distances.mean(values));
    }
    double[] shares = new double[feature.bins().count()];
    double mean = values.stream().mapToDouble(value -> value[0]).average().orElseThrow();
    double squares = 0;
    for (double[] value : values) {
      shares[feature.bins().of(value[0])] += 1.0 / count;
      squares += (value[0] - mean) * (value[0] - mean);
    }
    return new FeatureSummary(count, mean, Math.sqrt(squares / count), shares);
  }
}
