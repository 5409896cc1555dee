package io.cantus.jobs.demo;

import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.MelodyRecipe;
import io.cantus.jobs.cli.Version;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.Figures;
import io.cantus.jobs.report.Funnel;
import io.cantus.jobs.report.Funnel.Amount;
import io.cantus.jobs.report.Funnel.Stage;
import io.cantus.jobs.report.LineChart;
import io.cantus.jobs.report.LineChart.Axis;
import io.cantus.jobs.report.LineChart.Point;
import io.cantus.jobs.report.LineChart.Series;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.Rejects;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.StatisticsTables;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.dataset.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The demo's result as a page. */
record DemoPage(DemoJob.Result result) {

  RunReport report() {
    return new RunReport(
        "Cantus demo",
        "From a songbook of %d MIDI files to a melody model and %d new melodies."
            .formatted(result.songs(), result.generated().numOutputs()),
        List.of(melodies(), training(), whatWentIn(), dataset()),
        List.of(settings()));
  }

  private Section melodies() {
    List<Block> rolls = new ArrayList<>();
    // Made once more, as they were made for the files.
    MelodyRecipe recipe = result.generated().recipe();
    MelodyGenerator generator = recipe.generator();
    recipe.outputs(
        generator,
        0,
        result.generated().numOutputs(),
        (melody, output) -> {
          String file = result.generated().names().midi(output);
          rolls.add(
              new PianoRoll(
                  file,
                  String.format(
                      Locale.ROOT,
                      "%d steps at %.0f quarter notes a minute, log-likelihood %.1f",
                      generator.stepsMade(),
                      generator.qpm(),
                      melody.logLikelihood()),
                  melody.sequence(),
                  "generated/" + file));
        });
    return new Section(
        "Melodies",
        "Each continues a single middle C. Press play, or open the MIDI file elsewhere.",
        rolls);
  }

  private Section training() {
    EventMetrics last = result.trained().last();
    Figures figures =
        new Figures(
            List.of(
                new Fact("loss", String.format(Locale.ROOT, "%.3f nats", last.loss())),
                new Fact("perplexity", String.format(Locale.ROOT, "%.2f", last.perplexity())),
                new Fact("accuracy", percent(last.accuracy())),
                new Fact("event accuracy", percent(last.eventAccuracy())),
                new Fact("no-event accuracy", percent(last.noEventAccuracy()))));
    return new Section(
        "Training",
        "%s, %d steps over %d melodies, each trained once in each of %d epochs."
            .formatted(
                result.trained().request().config().name(),
                result.trained().state().step(),
                result.trained().availableExamples(),
                result.trained().epochs()),
        List.of(
            figures,
            chart("Loss", new Axis("loss", "nats"), "loss", 1),
            chart("Accuracy", new Axis("accuracy", "%"), "metrics/accuracy", 100)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private LineChart chart(String title, Axis y, String tag, double scale) {
    List<Point> points =
        result.trained().trained().of(tag).stream()
            .map(point -> new Point(point.step(), scale * point.value()))
            .toList();
    return new LineChart(title, new Axis("step", ""), y, List.of(new Series("training", points)));
  }

  private Section whatWentIn() {
    long examples = Stream.of(Branch.values()).mapToLong(result.dataset()::examples).sum();
    Funnel funnel =
        new Funnel(
            List.of(
                new Stage(
                    "Convert",
                    "MIDI files",
                    result.converted().tally(),
                    new Amount(result.converted().records(), "NoteSequences")),
                new Stage(
                    "Create data set",
                    "NoteSequences",
                    result.dataset().manifest().counts(),
                    new Amount(examples, "SequenceExamples"))));
    List<Block> blocks = new ArrayList<>(List.of(funnel.table()));
    Refusals refusals =
        Refusals.concat(result.converted().refused(), List.of(result.dataset().refused()));
    blocks.addAll(Rejects.of(refusals).blocks());
    return new Section(
        "What went in",
        "Two of the files are broken on purpose, to show what happens to such.",
        blocks);
  }

  private Section dataset() {
    return new Section(
        "Data set",
        "%d melodies to train on, %d kept aside for evaluation."
            .formatted(
                result.dataset().examples(Branch.TRAINING), result.dataset().examples(Branch.EVAL)),
        StatisticsTables.of(result.dataset().manifest().statistics()));
  }

  private Facts settings() {
    return new Facts(
        "Settings",
        List.of(
            new Fact("Cantus", Version.current()),
            new Fact("Java", Runtime.version().toString()),
            new Fact("config", result.trained().request().config().name()),
            new Fact("hparams", result.trained().request().hparams().text()),
            new Fact("workers", String.valueOf(result.trained().state().averaging().workers())),
            new Fact("seed", String.valueOf(result.request().seed())),
            new Fact("data set", result.dataset().manifest().id())));
  }
}
