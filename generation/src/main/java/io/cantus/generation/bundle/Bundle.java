package io.cantus.generation.bundle;

import io.cantus.training.ModelWeights;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;

/**
 * A trained model with all that generating needs.
 *
 * @param config the model's config; its id and description are the bundle's own
 * @param description what the bundle's maker said about it, if anything
 * @param origin where the model comes from; Magenta's bundles do not tell
 * @param weights the model's variables
 */
public record Bundle(
    MelodyConfig config,
    Optional<String> description,
    Optional<Origin> origin,
    ModelWeights weights) {

  /**
   * What only Cantus's bundles tell.
   *
   * @param hparams the complete hyperparameters in the syntax of {@code --hparams}
   * @param datasetId SHA-256 of the training data's inventory in hex; empty if unknown
   * @param globalStep training steps behind the weights
   * @param cantusVersion the version of Cantus that wrote the bundle
   */
  public record Origin(String hparams, String datasetId, long globalStep, String cantusVersion) {}
}
