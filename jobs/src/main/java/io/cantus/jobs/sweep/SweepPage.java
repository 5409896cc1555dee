package io.cantus.jobs.sweep;

import io.cantus.jobs.cli.Version;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.LineChart;
import io.cantus.jobs.report.LineChart.Axis;
import io.cantus.jobs.report.LineChart.Point;
import io.cantus.jobs.report.LineChart.Series;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.jobs.sweep.SweepRun.Standing;
import io.cantus.jobs.train.RunRecord;
import io.cantus.jobs.train.TrainRequest;
import io.cantus.training.tensorboard.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A sweep as a page: a table of its runs, the best first, and the curves of the best. */
record SweepPage(Comparison comparison) {
  private static final List<SweepColumn> MEASURED =
      Stream.of(SweepColumn.values()).filter(column -> column != SweepColumn.FAILURE).toList();

  /** As many as there are colours. */
  private static final int DRAWN = 6;

  RunReport report() {
    Sweep sweep = comparison.sweep();
    TrainRequest request = sweep.requests().get(0);
    return new RunReport(
        "Sweep of " + request.config().name(),
        lead(),
        List.of(runs(), curves()),
        List.of(
            new Facts(
                "Settings",
                List.of(
                    new Fact("config", request.config().name()),
                    new Fact("examples", request.examples()),
                    new Fact("seed", String.valueOf(request.seed())),
                    new Fact("folder", sweep.folder()),
                    new Fact("Cantus", Version.current())))));
  }

  private String lead() {
    List<String> counts = new ArrayList<>();
    for (Standing standing : Standing.values()) {
      long count = comparison.count(standing);
      if (count > 0) {
        counts.add("%d %s".formatted(count, standing.text()));
      }
    }
    return "%d combinations of hyperparameters, %,d steps each: %s."
        .formatted(comparison.runs().size(), comparison.sweep().steps(), String.join(", ", counts));
  }

  private Section runs() {
    List<Block> tables = new ArrayList<>();
    tables.add(table("Runs by loss", comparison.ranked(), MEASURED));
    if (comparison.count(Standing.FAILED) > 0) {
      tables.add(
          table(
              "Runs that failed",
              comparison.runs().stream().filter(run -> run.standing() == Standing.FAILED).toList(),
              List.of(SweepColumn.RUN, SweepColumn.HPARAMS, SweepColumn.FAILURE)));
    }
    return new Section(
        "The runs",
        "The lowest evaluation loss first, or where there is no evaluation the lowest training"
            + " loss. Each run has a page of its own in its folder.",
        tables);
  }

  private static Table table(String caption, List<SweepRun> runs, List<SweepColumn> columns) {
    return new Table(
        caption,
        columns.stream().map(column -> new Column(column.heading(), kind(column))).toList(),
        runs.stream()
            .map(run -> columns.stream().map(column -> Cell.text(column.of(run))).toList())
            .toList(),
        "");
  }

  private static Kind kind(SweepColumn column) {
    return switch (column) {
      case RUN, STATUS, FAILURE -> Kind.TEXT;
      case HPARAMS -> Kind.CODE;
      default -> Kind.NUMBER;
    };
  }

  private Section curves() {
    return new Section(
        "How they learned",
        comparison.runs().size() > DRAWN ? "The %d best of them.".formatted(DRAWN) : "",
        List.of(
            chart("Evaluation loss", RunRecord::evaluated),
            chart("Training loss", RunRecord::trained)));
  }

  private Stream<SweepRun> drawn() {
    return comparison.ranked().stream()
        .filter(run -> run.loss() < Double.POSITIVE_INFINITY)
        .limit(DRAWN);
  }

  private Block chart(String title, Function<RunRecord, Scalars> side) {
    List<Series> series = new ArrayList<>();
    for (SweepRun run : drawn().toList()) {
      run.record()
          .ifPresent(
              record ->
                  series.add(
                      new Series(
                          run.name() + ": " + run.hparams(),
                          side.apply(record).of("loss").stream()
                              .map(point -> new Point(point.step(), point.value()))
                              .toList())));
    }
    return new LineChart(title, new Axis("step", ""), new Axis("loss", "nats"), series);
  }
}
