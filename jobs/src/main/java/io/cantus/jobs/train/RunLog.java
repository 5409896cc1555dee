package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.training.EventMetrics;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.spark.RoundListener;
import io.cantus.training.tensorboard.EventFileWriter;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Writes down how a training goes: messages, TensorBoard events, the curve and checkpoints. */
final class RunLog implements RoundListener, AutoCloseable {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(60);
  private static final String EVENTS_HOST = "cantus";

  private final Console console;
  private final TrainJob.Request request;
  private final CheckpointFolder checkpoints;
  private final TrainingState start;
  private final EventFileWriter events;
  private final Curve curve = new Curve();
  private EventMetrics first;
  private EventMetrics last;
  private long examples;
  private volatile long step;
  private long lastMessageNanos = System.nanoTime();
  private long lastMessageStep = -1;
  private long lastCheckpointNanos = System.nanoTime();

  RunLog(
      Console console,
      Storage storage,
      TrainJob.Request request,
      CheckpointFolder checkpoints,
      TrainingState start) {
    this.console = console;
    this.request = request;
    this.checkpoints = checkpoints;
    this.start = start;
    this.step = start.step();
    this.events = openEvents(storage, CheckpointFolder.trainDir(storage, request.runDir()));
  }

  /** Starts an event file in a folder, under a name that TensorBoard looks for. */
  static EventFileWriter openEvents(Storage storage, Path folder) {
    Clock clock = Clock.systemUTC();
    Path path = new Path(folder, EventFileWriter.fileName(clock.instant(), EVENTS_HOST));
    storage.createFolder(folder);
    try {
      return new EventFileWriter(storage.create(path), clock);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void onRound(Round round) {
    if (first == null) {
      first = round.batches().get(0).metrics();
    }
    EventEncoding encoding = request.config().encoding();
    last = new EventMetrics(encoding.numClasses(), encoding.defaultLabel());
    for (BatchMetrics batch : round.batches()) {
      if ((batch.step() - 1) % request.summaryFrequency() == 0) {
        log(batch.step(), batch.metrics());
      }
      last.merge(batch.metrics());
    }
    examples += round.examples();
    step = round.step();
    if (System.nanoTime() - lastCheckpointNanos > BETWEEN_CHECKPOINTS.toNanos()) {
      checkpoint(round.network());
    }
  }

  private void log(long batchStep, EventMetrics metrics) {
    long now = System.nanoTime();
    double seconds = (now - lastMessageNanos) / 1e9;
    Map<String, Double> scalars = new LinkedHashMap<>(metrics.trainScalars());
    String time = "";
    if (lastMessageStep >= 0) {
      time = String.format(Locale.ROOT, " (%.3f sec)", seconds);
      scalars.put("global_step/sec", (batchStep - lastMessageStep) / seconds);
    }
    console.info(
        String.format(
            Locale.ROOT,
            "Accuracy = %.5f, Global Step = %d, Loss = %.5f, Perplexity = %.4f%s",
            metrics.accuracy(),
            batchStep,
            metrics.loss(),
            metrics.perplexity(),
            time));
    try {
      events.writeScalars(batchStep, scalars);
    } catch (IOException e) {
      throw unwritable(e);
    }
    curve.add(batchStep, metrics);
    lastMessageNanos = now;
    lastMessageStep = batchStep;
  }

  /** Writes the network down as it is after the last round. */
  Checkpoint checkpoint(EventRnnNetwork network) {
    Checkpoint checkpoint =
        new Checkpoint(
            new TrainingState(
                start.config(),
                start.stepsPerQuarter(),
                start.hyperParameters(),
                start.seed(),
                step,
                start.examples() + examples,
                start.dataSet()),
            network);
    checkpoints.write(checkpoint, request.keptCheckpoints());
    lastCheckpointNanos = System.nanoTime();
    return checkpoint;
  }

  /** Minibatches trained in the run's whole life. */
  long step() {
    return step;
  }

  EventMetrics first() {
    return first;
  }

  EventMetrics last() {
    return last;
  }

  Curve curve() {
    return curve;
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static BadInputException unwritable(IOException e) {
    return new BadInputException(
        "cannot write TensorBoard events: %s".formatted(Storage.reason(e)), e);
  }
}
