package io.cantus.generation;

import io.cantus.generation.bundle.BundleReader;
import io.cantus.generation.checkpoint.V2Checkpoint;
import io.cantus.training.ModelWeights;

/** Models that somebody trained with Magenta, of {@link SharedCorpora}. */
final class RealModels {
  private RealModels() {}

  static ModelWeights weights(String name) {
    return switch (name) {
      case "lookback_rnn" ->
          BundleReader.read(SharedCorpora.golden("models/lookback_rnn/lookback_rnn.mag"), name)
              .weights();
      case "basic_rnn" -> checkpoint("models/basic_rnn/model.ckpt-5114");
      case "attention_rnn" -> checkpoint("models/attention_rnn/model.ckpt-2698");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static ModelWeights checkpoint(String prefix) {
    return V2Checkpoint.read(
            SharedCorpora.golden(prefix + ".index"),
            SharedCorpora.golden(prefix + ".data-00000-of-00001"),
            prefix)
        .weights();
  }
}
