package io.cantus.jobs.melodies;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.transforms.melody.Melody;
import java.util.List;
import java.util.Optional;

/**
 * The melodies of one file, tune or record.
 *
 * @param source its name
 * @param melodies in a model's range and key, in the order in which they were found
 * @param refusal why there are none; empty if there are
 */
public record FoundMelodies(String source, List<Melody> melodies, Optional<Refusal> refusal) {
  public FoundMelodies {
    melodies = List.copyOf(melodies);
    if (melodies.isEmpty() != refusal.isPresent()) {
      throw new IllegalArgumentException(source + ": melodies or a reason why there are none");
    }
  }

  static FoundMelodies refused(Refusal refusal) {
    return new FoundMelodies(refusal.source(), List.of(), Optional.of(refusal));
  }
}
