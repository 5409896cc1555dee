package io.cantus.transforms.comparison;

import io.cantus.transforms.melody.Melody;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the melodies of a set have of each feature. Immutable. */
public final class MelodySet {
  private final List<Map<MelodyFeature, double[]>> melodies;

  private MelodySet(List<Map<MelodyFeature, double[]>> melodies) {
    this.melodies = melodies;
  }

  /** The set of these melodies. */
  public static MelodySet of(List<Melody> melodies) {
    return new MelodySet(melodies.stream().map(MelodySet::features).toList());
  }

  private static Map<MelodyFeature, double[]> features(Melody melody) {
    Map<MelodyFeature, double[]> features = new EnumMap<>(MelodyFeature.class);
    for (MelodyFeature feature : MelodyFeature.values()) {
      features.put(feature, feature.of(melody));
    }
    return features;
  }

  /** How many melodies there are. */
  public int size() {
    return melodies.size();
  }

  /** Some of the melodies, by their places. */
  public MelodySet some(IntStream places) {
    return new MelodySet(places.mapToObj(melodies::get).toList());
  }

  /** The feature of each melody that has it. */
  public List<double[]> values(MelodyFeature feature) {
    return melodies.stream()
        .map(features -> features.get(feature))
        .filter(value -> value.length > 0)
        .toList();
  }

  /** The set in one feature. */
  public FeatureSummary summary(MelodyFeature feature) {
    return FeatureSummary.of(feature, values(feature));
  }

  /** How far another set is from this one, which is the real one. */
  public FeatureDistance distance(MelodyFeature feature, MelodySet other) {
    return FeatureDistance.between(feature, values(feature), other.values(feature));
  }
}
