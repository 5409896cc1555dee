package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.jobs.train.TrainRequest.From;
import io.cantus.training.HyperParameters;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.checkpoint.TrainingState.Averaging;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.transforms.UsageException;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/**
 * Where a run begins: at its latest checkpoint, or else with new weights.
 *
 * @param cores workers of a run that was never told how many
 */
record RunStart(Storage storage, Console console, int cores) {
  private static final int AVERAGING_FREQUENCY = 10;

  /**
   * The hyperparameters of a run: the config's with the given ones replaced; where it begins with a
   * bundle's weights, what shapes the network is the bundle's.
   *
   * @throws UsageException if the given ones ask for a network that the weights do not fit
   */
  static HyperParameters hyperParameters(TrainRequest request, Optional<TrainedModel> warmStart) {
    if (warmStart.isEmpty()) {
      return request.hparams();
    }
    TrainedModel model = warmStart.get();
    if (!model.config().name().equals(request.config().name())) {
      throw new UsageException(
          "--warm_start=%s holds a %s model, not %s"
              .formatted(model.source(), model.config().name(), request.config().name()));
    }
    HyperParameters hparams =
        HyperParameters.of(request.config())
            .withNetworkOf(model.hparams())
            .with(request.warmStart().orElseThrow().hparams());
    model
        .hparams()
        .networkDifference(hparams)
        .ifPresent(
            difference -> {
              throw new UsageException(
                  "--warm_start=%s cannot begin this network: its %s"
                      .formatted(model.source(), difference));
            });
    return hparams;
  }

  /** The bundle that a request begins with, if any. */
  static Optional<TrainedModel> warmStart(Storage storage, TrainRequest request) {
    return request.warmStart().map(from -> ModelSource.bundle(storage, from.bundle()));
  }

  /** The start of the run, to be closed; it is written down if it is new. */
  Checkpoint open(TrainRequest request, Optional<TrainedModel> warmStart, String dataSet) {
    CheckpointFolder checkpoints = CheckpointFolder.of(storage, request.runDir());
    Optional<Path> latest = checkpoints.latest();
    if (latest.isEmpty()) {
      return first(request, warmStart, dataSet);
    }
    Checkpoint checkpoint = checkpoints.read(latest.get());
    TrainingState state = checkpoint.state();
    requireSameRun(request, state);
    if (!dataSet.equals(state.dataSet())) {
      console.warn("The run goes on with another data set than it was begun with.");
    }
    if (warmStart.isPresent()) {
      console.info("--warm_start is for new runs; this one goes on with its own weights.");
    }
    console.info(
        "Going on from %s at step %d.".formatted(Storage.shown(latest.get()), state.step()));
    return new Checkpoint(
        state.with(averaging(request, state.averaging()), dataSet), checkpoint.network());
  }

  private Checkpoint first(TrainRequest request, Optional<TrainedModel> warmStart, String dataSet) {
    EventRnnNetwork network =
        EventRnnNetwork.create(
            request.config().encoding().inputSize(),
            request.config().encoding().numClasses(),
            request.hparams(),
            request.seed());
    warmStart.ifPresent(
        model -> {
          network.setWeights(model.weights());
          console.info("Beginning with the weights of %s.".formatted(model.source()));
        });
    return new Checkpoint(
        TrainingState.begin(
            request.config().name(),
            request.config().stepsPerQuarter(),
            request.hparams(),
            request.seed(),
            dataSet,
            averaging(request, Averaging.UNKNOWN)),
        network);
  }

  private Averaging averaging(TrainRequest request, Averaging before) {
    return new Averaging(
        first(request.workers().count(), before.workers(), cores),
        first(request.workers().averagingFrequency(), before.batches(), AVERAGING_FREQUENCY));
  }

  private static int first(OptionalInt asked, int before, int otherwise) {
    return asked.orElse(before > 0 ? before : otherwise);
  }

  private static void requireSameRun(TrainRequest request, TrainingState state) {
    requireSame(request, "--config", request.config().name(), state.config());
    requireSame(
        request, "steps_per_quarter", request.config().stepsPerQuarter(), state.stepsPerQuarter());
    requireSame(request, "--hparams", request.hparams().text(), state.hyperParameters().text());
    requireSame(request, "--seed", request.seed(), state.seed());
    if (request.length().from() == From.BEGIN) {
      Averaging before = state.averaging();
      requireSame(request, "--num_workers", request.workers().count(), before.workers());
      requireSame(
          request,
          "--averaging_frequency",
          request.workers().averagingFrequency(),
          before.batches());
    }
  }

  private static void requireSame(
      TrainRequest request, String option, OptionalInt asked, int begun) {
    if (asked.isPresent() && begun > 0) {
      requireSame(request, option, asked.getAsInt(), begun);
    }
  }

  private static void requireSame(TrainRequest request, String option, Object asked, Object begun) {
    if (!asked.equals(begun)) {
      throw new UsageException(
          "%s holds a run with %s=%s, not %s; give the same or another --run_dir"
              .formatted(request.runDir(), option, begun, asked));
    }
  }
}
