package io.cantus.jobs.train;

import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointFolder;
import io.cantus.training.EventMetrics;
import io.cantus.training.TrainingPosition;
import io.cantus.training.checkpoint.BestEvaluation;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.spark.RoundListener;
import io.cantus.training.spark.RoundTimes;
import io.cantus.training.tensorboard.Scalars;
import io.cantus.transforms.encoding.EventEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Writes down how a training goes: messages, TensorBoard events, evaluations and checkpoints. Ends
 * it when the evaluations have found nothing better for long enough.
 */
final class RunLog implements RoundListener, AutoCloseable {
  /** Where a run's page is, in its folder. */
  static final String PAGE = "report.html";

  /** The page is for people, who do not look more often. */
  private static final Duration BETWEEN_PAGES = Duration.ofSeconds(30);

  private final Console console;
  private final Storage storage;
  private final long availableExamples;
  private final TrainRequest request;
  private final CheckpointFolder checkpoints;
  private final CheckpointFolder best;
  private final EventFolder events;
  private final Optional<Evaluations> evaluations;
  private TrainingState state;
  private EventMetrics first;
  private EventMetrics last;
  private volatile long step;
  private long lastRoundNanos = System.nanoTime();
  private long lastMessageStep = -1;
  private long lastCheckpointNanos = System.nanoTime();
  private long lastCheckpointStep;
  private long lastPageNanos = System.nanoTime();

  /**
   * Takes {@code evaluations} over, to be closed.
   *
   * @param availableExamples of the data set
   */
  RunLog(
      Console console,
      Storage storage,
      TrainRequest request,
      TrainingState start,
      long availableExamples,
      Optional<Evaluations> evaluations) {
    this.console = console;
    this.storage = storage;
    this.availableExamples = availableExamples;
    this.request = request;
    this.evaluations = evaluations;
    this.checkpoints = CheckpointFolder.of(storage, request.runDir());
    this.best = CheckpointFolder.best(storage, request.runDir());
    this.events = EventFolder.open(storage, CheckpointFolder.trainDir(storage, request.runDir()));
    first = none();
    last = none();
    goOnFrom(start);
  }

  private EventMetrics none() {
    EventEncoding encoding = request.config().encoding();
    return new EventMetrics(encoding.numClasses(), encoding.defaultLabel());
  }

  /** Begins, or begins again, from a checkpoint: what came after it is void. */
  void goOnFrom(TrainingState start) {
    state = start;
    step = start.step();
    lastCheckpointStep = step;
    lastMessageStep = -1;
    lastRoundNanos = System.nanoTime();
    checkpoints.rewind(step);
    best.rewind(step);
    if (step > 0 || start.setbacks() > 0) {
      events.restart(step);
      evaluations.ifPresent(some -> some.restart(step));
    }
  }

  @Override
  public Then onRound(Round round) {
    if (first.steps() == 0) {
      first = round.batches().get(0).metrics();
    }
    last = none();
    long before = step;
    step = round.step();
    long startNanos = System.nanoTime();
    double stepsPerSecond = (step - before) * 1e9 / (startNanos - lastRoundNanos);
    lastRoundNanos = startNanos;
    for (BatchMetrics batch : round.batches()) {
      if ((batch.step() - 1) % request.saving().summaryFrequency() == 0) {
        log(batch, stepsPerSecond);
      }
      last.merge(batch.metrics());
    }
    state = state.at(round.position());
    if (evaluations.isPresent() && passes(before, request.evaluation().frequency())) {
      evaluate(evaluations.get(), round.network());
    }
    long savingNanos = System.nanoTime();
    if (savingNanos - lastCheckpointNanos > request.saving().time().toNanos()
        || passes(lastCheckpointStep, request.saving().steps())) {
      checkpoint(round.network());
    }
    Map<String, Double> times = times(round.times());
    times.put(RunTags.EVALUATING, (savingNanos - startNanos) / 1e9);
    times.put(RunTags.SAVING, (System.nanoTime() - savingNanos) / 1e9);
    events.write(step, times);
    if (System.nanoTime() - lastPageNanos > BETWEEN_PAGES.toNanos()) {
      writePage();
    }
    return exhausted() ? Then.STOP : Then.GO_ON;
  }

  /** Whether a multiple of {@code frequency} lies behind {@code before} and not behind the step. */
  private boolean passes(long before, long frequency) {
    return frequency > 0 && before / frequency < step / frequency;
  }

  /** Whether the evaluations have found nothing better for as long as the user is patient. */
  boolean exhausted() {
    int patience = request.evaluation().patience();
    return evaluations.isPresent() && patience > 0 && state.best().since() >= patience;
  }

  private static Map<String, Double> times(RoundTimes times) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put(RunTags.TRAINING, times.training());
    scalars.put(RunTags.READING, times.reading());
    scalars.put(RunTags.SET_UP, times.setUp());
    scalars.put(RunTags.WAITING, times.waiting());
    scalars.put(RunTags.SPARK, times.spark());
    scalars.put(RunTags.AVERAGING, times.averaging());
    return scalars;
  }

  /** All of a round is logged at once, so that only the round's speed means something. */
  private void log(BatchMetrics batch, double stepsPerSecond) {
    Map<String, Double> scalars = new LinkedHashMap<>(batch.metrics().trainScalars());
    scalars.put(RunTags.GRADIENT_NORM, batch.gradientNorm());
    batch
        .gradientNorms()
        .forEach((name, norm) -> scalars.put(RunTags.GRADIENT_NORM + "/" + name, norm));
    scalars.put(RunTags.STEP_SECONDS, batch.seconds());
    String time = "";
    if (lastMessageStep >= 0) {
      double seconds = (batch.step() - lastMessageStep) / stepsPerSecond;
      time = String.format(Locale.ROOT, " (%.3f sec)", seconds);
      scalars.put(RunTags.STEPS_PER_SECOND, stepsPerSecond);
    }
    console.info(Evaluations.line(batch.metrics(), batch.step()) + time);
    events.write(batch.step(), scalars);
    lastMessageStep = batch.step();
  }

  private void evaluate(Evaluations on, EventRnnNetwork network) {
    EventMetrics metrics = on.evaluate(network, step);
    BestEvaluation before = state.best();
    state = state.with(before.after(metrics.loss(), step));
    boolean better = state.best().step() == step && state.best().since() == 0;
    console.info(
        "Evaluation: %s%s".formatted(Evaluations.line(metrics, step), better ? ", the best" : ""));
    if (better) {
      // In this order, so that a run that is killed finds what its checkpoint says is the best.
      best.write(new Checkpoint(state, network));
      checkpoint(network);
      best.prune(1);
    }
  }

  /** Evaluates and writes the network down as it is after the last round. */
  void finish(EventRnnNetwork network) {
    if (evaluations.isPresent() && state.best().latest() != step) {
      evaluate(evaluations.get(), network);
    }
    checkpoint(network);
    writePage();
  }

  private void writePage() {
    TrainingPage page =
        new TrainingPage(request, state, availableExamples, events.scalars(), evaluated());
    byte[] html = page.report().html().getBytes(StandardCharsets.UTF_8);
    Path folder = storage.path(request.runDir());
    Path path = new Path(folder, PAGE);
    List<Path> existing = storage.exists(path) ? List.of(path) : List.of();
    try (Publication publication = Publication.open(storage, folder, existing, IfExists.REPLACE)) {
      publication.finish(path, out -> out.write(html));
      publication.publish();
    }
    lastPageNanos = System.nanoTime();
  }

  private void checkpoint(EventRnnNetwork network) {
    checkpoints.write(new Checkpoint(state, network));
    checkpoints.prune(request.saving().keptCheckpoints());
    lastCheckpointNanos = System.nanoTime();
    lastCheckpointStep = step;
  }

  /** How far the run has come, and with what. */
  TrainingState state() {
    return state;
  }

  TrainingPosition position() {
    return state.position();
  }

  /** Minibatches trained in the run's whole life; may be asked from any thread. */
  long step() {
    return step;
  }

  /** Metrics of the first minibatch since this start; of no steps if there was none. */
  EventMetrics first() {
    return first;
  }

  /** Metrics of the last averaging round; of no steps if there was none. */
  EventMetrics last() {
    return last;
  }

  /** What the whole run has logged of its training. */
  Scalars trained() {
    return events.scalars();
  }

  /** What the whole run's evaluations have found; nothing if there are none now. */
  Scalars evaluated() {
    return evaluations.map(Evaluations::scalars).orElseGet(Scalars::new);
  }

  @Override
  public void close() {
    events.close();
    evaluations.ifPresent(Evaluations::close);
  }
}
