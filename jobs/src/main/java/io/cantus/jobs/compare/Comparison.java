package io.cantus.jobs.compare;

import io.cantus.training.CounterRandom;
import io.cantus.training.SeededPermutation;
import io.cantus.transforms.comparison.FeatureDistance;
import io.cantus.transforms.comparison.FeatureSummary;
import io.cantus.transforms.comparison.MelodyFeature;
import io.cantus.transforms.comparison.MelodySet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two sets of melodies in one feature.
 *
 * @param distance of the generated set from the real one
 * @param halves what two halves of the real set are from each other, the mean of {@link #SPLITS}
 *     ways to halve it by lot
 */
record Comparison(
    MelodyFeature feature,
    FeatureSummary generated,
    FeatureSummary real,
    FeatureDistance distance,
    FeatureDistance halves) {
  /** Ways in which the real set is halved. */
  static final int SPLITS = 10;

  /** Compares two sets in all features. */
  static List<Comparison> all(MelodySet generated, MelodySet real, long seed) {
    List<List<MelodySet>> splits =
        IntStream.range(0, SPLITS)
            .mapToObj(split -> halves(real, CounterRandom.bits(seed, split)))
            .toList();
    return Stream.of(MelodyFeature.values())
        .parallel()
        .map(
            feature ->
                new Comparison(
                    feature,
                    generated.summary(feature),
                    real.summary(feature),
                    real.distance(feature, generated),
                    mean(
                        splits.stream()
                            .map(halves -> halves.get(0).distance(feature, halves.get(1)))
                            .toList())))
        .toList();
  }

  private static List<MelodySet> halves(MelodySet set, long seed) {
    SeededPermutation order = new SeededPermutation(set.size(), seed);
    int middle = set.size() / 2;
    List<MelodySet> halves = new ArrayList<>();
    halves.add(set.some(IntStream.range(0, middle).map(i -> (int) order.apply(i))));
    halves.add(set.some(IntStream.range(middle, set.size()).map(i -> (int) order.apply(i))));
    return halves;
  }

  private static FeatureDistance mean(List<FeatureDistance> distances) {
    return new FeatureDistance(
        mean(distances, FeatureDistance::distance),
        mean(distances, FeatureDistance::overlap),
        mean(distances, FeatureDistance::divergence));
  }

  private static double mean(
      List<FeatureDistance> distances, ToDoubleFunction<FeatureDistance> number) {
    return distances.stream().mapToDouble(number).average().orElseThrow();
  }

  /** How many times as far as halves of the real set the generated one is. */
  double ratio() {
    return distance.distance() / halves.distance();
  }

  /** What the distance is, as files name it. */
  String measure() {
    return feature.isHistogram() ? "jensen_shannon_bits" : "wasserstein_1";
  }
}
