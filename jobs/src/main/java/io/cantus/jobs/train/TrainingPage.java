package io.cantus.jobs.train;

import io.cantus.jobs.cli.Version;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.Figures;
import io.cantus.jobs.report.LineChart;
import io.cantus.jobs.report.LineChart.Axis;
import io.cantus.jobs.report.LineChart.Point;
import io.cantus.jobs.report.LineChart.Series;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.tensorboard.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A training run as a page, from what it has logged: also of one that is still going on, or was
 * broken off and gone on with.
 *
 * @param state how far the run has come
 * @param availableExamples of the data set that it trains on
 * @param trained what it has logged of its training
 * @param evaluated what its evaluations have found
 */
record TrainingPage(
    TrainRequest request,
    TrainingState state,
    long availableExamples,
    Scalars trained,
    Scalars evaluated) {
  private static final Axis STEP = new Axis("step", "");
  private static final double PERCENT = 100;
  private static final double MILLISECONDS = 1000;

  RunReport report() {
    return new RunReport(
        "Training of " + state.config(),
        lead(),
        List.of(learning(), accuracies(), speed(), gradients(), rounds()),
        List.of(settings(), versions()));
  }

  private String lead() {
    int batchSize = request.hparams().batchSize();
    long epochs = state.position().within((availableExamples + batchSize - 1) / batchSize).epoch();
    String lead =
        String.format(
            Locale.ROOT,
            "%,d steps over %,d melodies: %,d whole epochs, in each of which every melody is trained"
                + " once.",
            state.step(),
            availableExamples,
            epochs);
    return state.setbacks() == 0
        ? lead
        : lead
            + " It diverged %d times; the learning rate is now %s."
                .formatted(state.setbacks(), state.learningRate());
  }

  private Section learning() {
    List<Fact> figures = new ArrayList<>();
    if (state.best().exists()) {
      figures.add(new Fact("lowest evaluation loss", format("%.4f", state.best().loss())));
      figures.add(new Fact("perplexity there", format("%.3f", Math.exp(state.best().loss()))));
      figures.add(new Fact("found at step", format("%,d", state.best().step())));
    }
    List<Scalars.Point> losses = trained.of("loss");
    if (!losses.isEmpty()) {
      figures.add(
          new Fact("last training loss", format("%.4f", losses.get(losses.size() - 1).value())));
    }
    return new Section(
        "Loss",
        "Mean cross entropy of a step, in nats, and its exponential. In training it is that of one"
            + " minibatch, with dropout; in evaluation that of all examples, without.",
        List.of(
            new Figures(figures),
            both("Loss", new Axis("loss", "nats"), "loss", 1),
            both("Perplexity", new Axis("perplexity", ""), "metrics/perplexity", 1)));
  }

  private Section accuracies() {
    Axis percent = new Axis("accuracy", "%");
    return new Section(
        "Accuracy",
        "Share of steps whose most probable class was right: of all, of those at which something"
            + " happens, and of the others.",
        List.of(
            both("All steps", percent, "metrics/accuracy", PERCENT),
            both("Events", percent, "metrics/event_accuracy", PERCENT),
            both("No events", percent, "metrics/no_event_accuracy", PERCENT)));
  }

  private Section speed() {
    return new Section(
        "Speed",
        "Time of a step of one worker; steps a second are those of all workers together over a whole"
            + " round, with all that comes between.",
        List.of(
            one(
                "Time of a step",
                new Axis("time", "ms"),
                "one worker",
                RunTags.STEP_SECONDS,
                MILLISECONDS),
            one(
                "Steps a second",
                new Axis("rate", "steps/s"),
                "all workers",
                RunTags.STEPS_PER_SECOND,
                1)));
  }

  private Section gradients() {
    int clip = request.hparams().clipNorm();
    return new Section(
        "Gradients",
        clip > 0
            ? "Before each parameter's gradient is clipped to an L2 norm of %d.".formatted(clip)
            : "They are not clipped.",
        List.of(
            one(
                "Norm of the whole gradient",
                new Axis("L2 norm", ""),
                "all parameters",
                RunTags.GRADIENT_NORM,
                1),
            GradientTable.of(trained, clip)));
  }

  private Section rounds() {
    return new Section(
        "Where the time went",
        "Of each averaging round, as an average worker spent it. Between two averagings each worker"
            + " (of %d) trains up to %d minibatches."
                .formatted(state.averaging().workers(), state.averaging().batches()),
        RoundBlocks.of(trained));
  }

  private LineChart both(String title, Axis y, String tag, double scale) {
    List<Series> series = new ArrayList<>();
    series.add(new Series("training", points(trained, tag, scale)));
    if (!evaluated.of(tag).isEmpty()) {
      series.add(new Series("evaluation", points(evaluated, tag, scale)));
    }
    return new LineChart(title, STEP, y, series);
  }

  private Block one(String title, Axis y, String name, String tag, double scale) {
    return new LineChart(title, STEP, y, List.of(new Series(name, points(trained, tag, scale))));
  }

  private Facts settings() {
    return new Facts(
        "Settings",
        List.of(
            new Fact("config", state.config()),
            new Fact("hparams", state.hyperParameters().text()),
            new Fact("learning rate in force", String.valueOf(state.learningRate())),
            new Fact("seed", String.valueOf(state.seed())),
            new Fact("workers", String.valueOf(state.averaging().workers())),
            new Fact("averaging frequency", String.valueOf(state.averaging().batches())),
            new Fact("run", request.runDir()),
            new Fact("examples", request.examples())));
  }

  private Facts versions() {
    return new Facts(
        "Made by",
        List.of(
            new Fact("Cantus", Version.current()),
            new Fact("Java", Runtime.version().toString()),
            new Fact("data set", state.dataSet().isEmpty() ? "unknown" : state.dataSet())));
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  static List<Point> points(Scalars scalars, String tag, double scale) {
    return scalars.of(tag).stream()
        .map(point -> new Point(point.step(), scale * point.value()))
        .toList();
  }
}
