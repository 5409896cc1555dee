package io.cantus.transforms.comparison;

import java.util.List;

/**
 * How far a set of melodies is from a real one in one feature.
 *
 * @param distance of histograms the Jensen-Shannon divergence of the sets' means, in bits; of
 *     numbers the Wasserstein-1 distance, in the feature's unit
 * @param overlap Yang and Lerch's overlapped area (OA) of the densities of the real set's intra-set
 *     and of the inter-set distances: 1 if the sets are alike
 * @param divergence the Kullback-Leibler divergence (KLD) of the same: 0 if the sets are alike
 */
public record FeatureDistance(double distance, double overlap, double divergence) {
  /** Of sets of which one has no such feature. */
  public static final FeatureDistance UNKNOWN =
      new FeatureDistance(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Compares two sets.
   *
   * @param real what the melodies of the real set have of the feature; at least two, or nothing is
   *     known
   * @param other the same of the other set; at least one
   */
  public static FeatureDistance between(
      MelodyFeature feature, List<double[]> real, List<double[]> other) {
    if (real.size() < 2 || other.isEmpty()) {
      return UNKNOWN;
    }
    double largest = feature.isHistogram() ? Math.sqrt(2) : spread(real, other);
    PairDensity intra = PairDensity.within(real, largest);
    PairDensity inter = PairDensity.between(real, other, largest);
    double distance =
        feature.isHistogram()
            ? Distances.jensenShannon(Distances.mean(real), Distances.mean(other))
            : Distances.wasserstein(numbers(real), numbers(other));
    return new FeatureDistance(distance, intra.overlap(inter), intra.divergence(inter));
  }

  private static double spread(List<double[]> real, List<double[]> other) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (List<double[]> set : List.of(real, other)) {
      for (double[] value : set) {
        lowest = Math.min(lowest, value[0]);
        highest = Math.max(highest, value[0]);
      }
    }
    return highest - lowest;
  }

  private static double[] numbers(List<double[]> values) {
    return values.stream().mapToDouble(value -> value[0]).toArray();
  }
}
