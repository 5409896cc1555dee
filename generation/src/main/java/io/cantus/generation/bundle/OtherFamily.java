package io.cantus.generation.bundle;

import java.util.Optional;

/**
 * Magenta's models that share the form of bundles with the melody models, but not their network.
 */
final class OtherFamily {
  private OtherFamily() {}

  /** The family of the generator with the given id, if it is another one of Magenta's. */
  static Optional<String> of(String generatorId) {
    if (generatorId.endsWith("_improv")) {
      return Optional.of("Improv RNN");
    }
    if (generatorId.equals("one_drum") || generatorId.equals("drum_kit")) {
      return Optional.of("Drums RNN");
    }
    if (generatorId.startsWith("polyphony")) {
      return Optional.of("Polyphony RNN");
    }
    if (generatorId.contains("performance")) {
      return Optional.of("Performance RNN");
    }
    return generatorId.startsWith("rnn-nade")
        ? Optional.of("Pianoroll RNN-NADE")
        : Optional.empty();
  }
}
