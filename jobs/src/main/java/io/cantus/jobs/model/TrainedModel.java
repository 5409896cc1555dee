package io.cantus.jobs.model;

import io.cantus.generation.EventNetwork;
import io.cantus.generation.EventRnn;
import io.cantus.generation.bundle.Bundle;
import io.cantus.jobs.cli.Version;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;

/**
 * A model to generate with.
 *
 * @param datasetId of the data that it was trained on; empty if unknown
 * @param globalStep training steps behind the weights
 * @param source where it was read from, for messages
 */
public record TrainedModel(
    MelodyConfig config,
    HyperParameters hparams,
    ModelWeights weights,
    String datasetId,
    long globalStep,
    String source) {

  /**
   * The network of the weights, in plain Java.
   *
   * @throws BadInputException if they are none of the config's
   */
  public EventNetwork network() {
    EventEncoding encoding = config.encoding();
    return EventRnn.of(
        weights, encoding.inputSize(), encoding.numClasses(), hparams.attnLength(), source);
  }

  /** The bundle that makes this model a file. */
  public Bundle bundle(Optional<String> description) {
    Bundle.Origin origin =
        new Bundle.Origin(hparams.text(), datasetId, globalStep, Version.current());
    return new Bundle(config, description, Optional.of(origin), weights);
  }
}
