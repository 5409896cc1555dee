package io.cantus.transforms.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.transforms.melody.Melody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DistancesTest {
  private final Random random = new Random(3);

  private List<double[]> normal(int count, double mean, double deviation) {
    return IntStream.range(0, count)
        .mapToObj(i -> new double[] {mean + deviation * random.nextGaussian()})
        .toList();
  }

  @Test
  void jensenShannonGoesFromNothingToOneBit() {
    double[] even = {0.5, 0.5};
    double[] first = {1, 0};
    assertThat(Distances.jensenShannon(even, even)).isZero();
    assertThat(Distances.jensenShannon(first, new double[] {0, 1})).isEqualTo(1);
    assertThat(Distances.jensenShannon(first, even)).isCloseTo(0.311278, within(1e-6));
    assertThat(Distances.jensenShannon(even, first)).isCloseTo(0.311278, within(1e-6));
  }

  @Test
  void wassersteinIsHowFarASampleIsMoved() {
    assertThat(Distances.wasserstein(new double[] {1, 0}, new double[] {1, 2})).isEqualTo(1);
    assertThat(Distances.wasserstein(new double[] {0}, new double[] {3, 0, 0})).isEqualTo(1);
    assertThat(Distances.wasserstein(new double[] {5, 5}, new double[] {5})).isZero();
  }

  @Test
  void wassersteinIsTheMeanDistanceOfEqualQuantiles() {
    double[] a = random.doubles(60, 0, 5).toArray();
    double[] b = random.doubles(84, 2, 9).toArray();
    double[] sortedA = Arrays.stream(a).sorted().toArray();
    double[] sortedB = Arrays.stream(b).sorted().toArray();
    // 420 is a multiple of both sizes.
    double expected =
        IntStream.range(0, 420)
            .mapToDouble(i -> Math.abs(sortedA[i / 7] - sortedB[i / 5]))
            .average()
            .orElseThrow();
    assertThat(Distances.wasserstein(a, b)).isCloseTo(expected, within(1e-12));
    assertThat(Distances.wasserstein(b, a)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void setsOfOneKindOverlapAndOthersDoNot() {
    List<double[]> real = normal(300, 5, 1);
    FeatureDistance near =
        FeatureDistance.between(MelodyFeature.NOTE_DENSITY, real, normal(300, 5, 1));
    FeatureDistance wider =
        FeatureDistance.between(MelodyFeature.NOTE_DENSITY, real, normal(300, 5, 3));
    FeatureDistance far =
        FeatureDistance.between(MelodyFeature.NOTE_DENSITY, real, normal(300, 50, 1));
    assertThat(near.distance()).isLessThan(0.2);
    assertThat(near.overlap()).isGreaterThan(0.95);
    assertThat(near.divergence()).isLessThan(0.01);
    assertThat(wider.overlap()).isBetween(0.4, 0.8);
    assertThat(far.distance()).isCloseTo(45, within(0.3));
    assertThat(far.overlap()).isLessThan(0.001);
    assertThat(far.divergence()).isGreaterThan(10);
  }

  /**
   * Distances within a normal set of deviation 1 are |N(0, 2)|, to one of deviation 2 they are
   * |N(0, 5)|; the overlap of these densities is known.
   */
  @Test
  void theOverlapIsThatOfTheDensitiesOfDistances() {
    FeatureDistance distance =
        FeatureDistance.between(MelodyFeature.NOTE_DENSITY, normal(2000, 0, 1), normal(2000, 0, 2));
    double ratio = Math.sqrt(5.0 / 2);
    double crossing = Math.sqrt(2 * Math.log(ratio) / (1 - 2.0 / 5));
    double expected = 1 - (erf(crossing / Math.sqrt(2)) - erf(crossing / ratio / Math.sqrt(2)));
    double divergence = Math.log(ratio) + 2.0 / (2 * 5) - 0.5;
    assertThat(distance.overlap()).isCloseTo(expected, within(0.02));
    assertThat(distance.divergence()).isCloseTo(divergence, within(0.03));
  }

  /** By Simpson's rule. */
  private static double erf(double x) {
    int parts = 1000;
    double sum = 0;
    for (int i = 0; i <= parts; i++) {
      double t = x * i / parts;
      sum += (i == 0 || i == parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-t * t);
    }
    return 2 / Math.sqrt(Math.PI) * sum * x / parts / 3;
  }

  @Test
  void equalValuesEverywhereAreNoDistance() {
    List<double[]> same = List.of(new double[] {2}, new double[] {2}, new double[] {2});
    FeatureDistance none = FeatureDistance.between(MelodyFeature.PITCH_COUNT, same, same);
    assertThat(none.distance()).isZero();
    assertThat(none.overlap()).isCloseTo(1, within(1e-12));
    assertThat(none.divergence()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aSetWithoutTheFeatureIsNoMeasure() {
    List<double[]> some = normal(3, 0, 1);
    assertThat(FeatureDistance.between(MelodyFeature.PITCH_COUNT, some, List.of()))
        .isEqualTo(FeatureDistance.UNKNOWN);
    assertThat(FeatureDistance.between(MelodyFeature.PITCH_COUNT, some.subList(0, 1), some))
        .isEqualTo(FeatureDistance.UNKNOWN);
  }

  @Test
  void aSetIsSummedUpByTheMelodiesThatHaveTheFeature() {
    List<Melody> melodies = new ArrayList<>();
    melodies.add(Melody.of(60, -2, 62, -2));
    melodies.add(Melody.of(60, 62, 64, 65));
    melodies.add(Melody.of(-2, -2, -2, -2));
    MelodySet set = MelodySet.of(melodies);

    FeatureSummary density = set.summary(MelodyFeature.NOTE_DENSITY);
    assertThat(density.melodies()).isEqualTo(3);
    assertThat(density.mean()).isEqualTo(8);
    assertThat(density.deviation()).isCloseTo(Math.sqrt(128 / 3.0), within(1e-12));
    assertThat(density.shares()[0]).isEqualTo(1 / 3.0);
    assertThat(density.shares()[8]).isEqualTo(1 / 3.0);
    assertThat(density.shares()[16]).isEqualTo(1 / 3.0);

    FeatureSummary lengths = set.summary(MelodyFeature.NOTE_LENGTH_HISTOGRAM);
    assertThat(lengths.melodies()).isEqualTo(2);
    assertThat(lengths.shares()[0]).isEqualTo(0.5);
    assertThat(lengths.shares()[1]).isEqualTo(0.5);
    assertThat(set.some(IntStream.of(2)).summary(MelodyFeature.PITCH_RANGE).melodies()).isZero();
  }

  @Test
  void histogramsAreComparedByTheirMeans() {
    MelodySet fast = MelodySet.of(List.of(Melody.of(60, 62), Melody.of(64, 65)));
    MelodySet slow = MelodySet.of(List.of(Melody.of(60, -2), Melody.of(62, -2)));
    FeatureDistance distance = fast.distance(MelodyFeature.NOTE_LENGTH_HISTOGRAM, slow);
    assertThat(distance.distance()).isEqualTo(1);
    assertThat(fast.distance(MelodyFeature.NOTE_LENGTH_HISTOGRAM, fast).distance()).isZero();
  }
}
