package io.cantus.generation.bundle;

import io.cantus.generation.EventRnn;
import io.cantus.training.HyperParameters;
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

  /**
   * The model's hyperparameters.
   *
   * @param hparams what a bundle of Magenta cannot tell of itself, in the syntax of {@code
   *     --hparams}
   * @param source what to call the bundle in messages, usually its path
   * @throws io.cantus.transforms.BadInputException if the weights are no network for the config
   */
  public HyperParameters hyperParameters(String hparams, String source) {
    HyperParameters told =
        origin
            .map(from -> HyperParameters.base().with(from.hparams()))
            .orElseGet(() -> magentas().with(hparams));
    return EventRnn.fitted(told, config, weights, source);
  }

  /** A generator with an id of its own may have been trained in its own way, too. */
  private HyperParameters magentas() {
    return config.id().equals(config.name()) ? HyperParameters.of(config) : HyperParameters.base();
  }
}
