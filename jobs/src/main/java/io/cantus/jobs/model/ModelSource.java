package io.cantus.jobs.model;

import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.jobs.cli.ModelOptions;
import io.cantus.jobs.io.Storage;
import io.cantus.training.HyperParameters;
import io.cantus.training.NetworkShape;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;

/**
 * Finds the model that a command's options mean. What a bundle or a checkpoint says of itself
 * holds; options that say otherwise are refused by name.
 */
public final class ModelSource {
  private final Storage storage;
  private final ModelOptions options;

  /**
   * @param options what the user expects the model to be, if anything
   */
  public ModelSource(Storage storage, ModelOptions options) {
    this.storage = storage;
    this.options = options;
  }

  /**
   * The model of a bundle or, without one, of a training run.
   *
   * @param bundleFile null for none, like the others
   * @throws UsageException if not exactly one source is given, or the model is another one than the
   *     options say
   */
  public TrainedModel load(String bundleFile, String runDir, String checkpointFile) {
    if (bundleFile == null) {
      return fromTraining(runDir, checkpointFile);
    }
    if (runDir != null || checkpointFile != null) {
      throw new UsageException(
          "give either --bundle_file or a checkpoint (--run_dir, --checkpoint_file), not both");
    }
    return expected(bundle(bundleFile));
  }

  /**
   * The model of a training run's latest checkpoint, or of a certain one.
   *
   * @throws UsageException if not exactly one is given, or the model is another one than the
   *     options say
   */
  public TrainedModel fromTraining(String runDir, String checkpointFile) {
    if ((runDir == null) == (checkpointFile == null)) {
      throw new UsageException(
          "give a model to generate with: --bundle_file, --run_dir or --checkpoint_file");
    }
    throw new UsageException("not yet");
  }

  private TrainedModel bundle(String file) {
    Bundle bundle = BundleReader.read(storage.readInput(file, "bundle"), file);
    HyperParameters hparams =
        bundle
            .origin()
            .map(origin -> HyperParameters.base().with(origin.hparams()))
            .orElseGet(() -> HyperParameters.of(bundle.config()));
    return new TrainedModel(
        bundle.config(),
        hparams.withLayerSizes(NetworkShape.of(bundle.weights()).layerSizes()),
        bundle.weights(),
        bundle.origin().map(Bundle.Origin::datasetId).orElse(""),
        bundle.origin().map(Bundle.Origin::globalStep).orElse(0L),
        file);
  }

  private TrainedModel expected(TrainedModel model) {
    if (options.given()) {
      MelodyConfig asked = options.melodyConfig();
      if (!asked.name().equals(model.config().name())) {
        throw new UsageException(
            "%s holds a %s model, not %s; leave --config out or name that one"
                .formatted(model.source(), model.config().name(), asked.name()));
      }
    }
    model
        .hparams()
        .networkDifference(model.hparams().with(options.hparams()))
        .ifPresent(
            difference -> {
              throw new UsageException(
                  "%s was trained with other hparams: %s; leave --hparams out"
                      .formatted(model.source(), difference));
            });
    return model;
  }
}
