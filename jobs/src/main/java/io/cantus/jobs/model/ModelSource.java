package io.cantus.jobs.model;

import io.cantus.generation.EventRnn;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.generation.checkpoint.FittingConfig;
import io.cantus.generation.checkpoint.TensorFlowCheckpoint;
import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.io.Storage;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

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
   * @param bundleFile null for none
   * @throws UsageException if not exactly one source is given, or the model is another one than the
   *     options say
   */
  public TrainedModel load(String bundleFile, CheckpointOptions checkpoint) {
    if (bundleFile == null) {
      return fromTraining(checkpoint);
    }
    if (checkpoint.runDir() != null || checkpoint.checkpointFile() != null) {
      throw new UsageException(
          "give either --bundle_file or a checkpoint (--run_dir, --checkpoint_file), not both");
    }
    return expected(bundle(storage, bundleFile, options.hparams()));
  }

  /**
   * The model of a training run's latest checkpoint, or of a certain one.
   *
   * @throws UsageException if not exactly one is given, or the model is another one than the
   *     options say
   */
  public TrainedModel fromTraining(CheckpointOptions checkpoint) {
    String runDir = checkpoint.runDir();
    String checkpointFile = checkpoint.checkpointFile();
    if ((runDir == null) == (checkpointFile == null)) {
      throw new UsageException("give one model: --bundle_file, --run_dir or --checkpoint_file");
    }
    return runDir != null ? latestOf(runDir) : checkpoint(checkpointFile);
  }

  /** Runs of Cantus keep checkpoints of its own, runs of Magenta those of TensorFlow. */
  private TrainedModel latestOf(String runDir) {
    CheckpointFolder folder = CheckpointFolder.of(storage, runDir);
    Optional<Path> latest = folder.latest();
    if (latest.isPresent()) {
      return expected(trained(folder.read(latest.get()), Storage.shown(latest.get())));
    }
    Path trainDir = CheckpointFolder.trainDir(storage, runDir);
    TensorFlowFiles files = new TensorFlowFiles(storage);
    return files
        .latest(trainDir)
        .flatMap(files::read)
        .map(checkpoint -> expected(trained(checkpoint)))
        .orElseThrow(
            () ->
                new BadInputException(
                    "there is no checkpoint in %s; train first"
                        .formatted(Storage.shown(trainDir))));
  }

  private TrainedModel checkpoint(String file) {
    return expected(
        new TensorFlowFiles(storage)
            .read(file)
            .map(this::trained)
            .orElseGet(
                () -> trained(Checkpoint.of(storage.readInput(file, "checkpoint"), file), file)));
  }

  private TrainedModel trained(TensorFlowCheckpoint checkpoint) {
    ModelWeights weights = checkpoint.weights();
    String source = checkpoint.source();
    MelodyConfig config =
        options.given() ? options.melodyConfig() : FittingConfig.of(weights, source);
    // A config that only the network's shape tells says nothing of what does not show in that.
    HyperParameters defaults =
        options.given() ? HyperParameters.of(config) : HyperParameters.base();
    HyperParameters hparams =
        EventRnn.fitted(defaults.with(options.hparams()), config, weights, source);
    long step = checkpoint.globalStep().orElse(0);
    return new TrainedModel(config, hparams, weights, "", step, source);
  }

  private TrainedModel trained(Checkpoint read, String source) {
    try (Checkpoint checkpoint = read) {
      TrainingState state = checkpoint.state();
      return new TrainedModel(
          config(state).withStepsPerQuarter(state.stepsPerQuarter()),
          state.hyperParameters(),
          checkpoint.network().weights(),
          state.dataSet(),
          state.step(),
          source);
    }
  }

  /** The options may give the generator another id or description, but not be another model. */
  private MelodyConfig config(TrainingState state) {
    if (options.given() && options.melodyConfig().name().equals(state.config())) {
      return options.melodyConfig();
    }
    return MelodyConfig.all().containsKey(state.config())
        ? MelodyConfig.named(state.config())
        : MelodyConfig.withEncoding(state.config());
  }

  /** The model of a bundle, whatever it is. */
  public static TrainedModel bundle(Storage storage, String file) {
    return bundle(storage, file, "");
  }

  /**
   * @param hparams what a bundle of Magenta cannot tell of itself
   */
  private static TrainedModel bundle(Storage storage, String file, String hparams) {
    Bundle bundle = BundleReader.read(storage.readInput(file, "bundle"), file);
    return new TrainedModel(
        bundle.config(),
        bundle.hyperParameters(hparams, file),
        bundle.weights(),
        bundle.origin().map(Bundle.Origin::datasetId).orElse(""),
        bundle.origin().map(Bundle.Origin::globalStep).orElse(0L),
        file);
  }

  private TrainedModel expected(TrainedModel model) {
    options.check(model.source(), model.config(), model.hparams());
    return model;
  }
}
