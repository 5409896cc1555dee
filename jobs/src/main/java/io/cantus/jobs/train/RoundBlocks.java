package io.cantus.jobs.train;

import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.LineChart;
import io.cantus.jobs.report.LineChart.Axis;
import io.cantus.jobs.report.LineChart.Point;
import io.cantus.jobs.report.LineChart.Series;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import io.cantus.training.tensorboard.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where the time of a run's averaging rounds went, as a drawing and a table. */
final class RoundBlocks {
  private static final double MILLISECONDS = 1000;

  /** What a round consists of. */
  private enum Part {
    TRAINING("Training", RunTags.TRAINING),
    READING("Reading examples, making minibatches", RunTags.READING),
    SET_UP("Setting up the worker's network", RunTags.SET_UP),
    WAITING("Waiting for the slowest worker", RunTags.WAITING),
    SPARK("Spark: sending out, starting tasks, collecting", RunTags.SPARK),
    AVERAGING("Averaging", RunTags.AVERAGING),
    EVALUATING("Evaluating", RunTags.EVALUATING),
    SAVING("Saving checkpoints", RunTags.SAVING);

    private final String text;
    private final String tag;

    Part(String text, String tag) {
      this.text = text;
      this.tag = tag;
    }

    private double seconds(Scalars trained) {
      return trained.of(tag).stream().mapToDouble(Scalars.Point::value).sum();
    }
  }

  private RoundBlocks() {}

  static List<Block> of(Scalars trained) {
    return List.of(chart(trained), table(trained));
  }

  /**
   * As many curves as there are colours: small parts go together. Rounds have more or fewer steps,
   * so that what each step took is what can be compared.
   */
  private static LineChart chart(Scalars trained) {
    return new LineChart(
        "Time of each round, divided by its steps",
        new Axis("step", ""),
        new Axis("time", "ms"),
        List.of(
            new Series("training", timeOfSteps(trained, Part.TRAINING)),
            new Series("reading and setting up", timeOfSteps(trained, Part.READING, Part.SET_UP)),
            new Series("waiting", timeOfSteps(trained, Part.WAITING)),
            new Series("Spark", timeOfSteps(trained, Part.SPARK)),
            new Series("averaging", timeOfSteps(trained, Part.AVERAGING)),
            new Series(
                "evaluating and saving", timeOfSteps(trained, Part.EVALUATING, Part.SAVING))));
  }

  private static List<Point> timeOfSteps(Scalars trained, Part... parts) {
    TreeMap<Long, Double> sums = new TreeMap<>();
    for (Part part : parts) {
      for (Scalars.Point point : trained.of(part.tag)) {
        sums.merge(point.step(), point.value(), Double::sum);
      }
    }
    List<Point> points = new ArrayList<>();
    long before = 0;
    for (Map.Entry<Long, Double> round : sums.entrySet()) {
      long steps = round.getKey() - before;
      points.add(new Point(round.getKey(), MILLISECONDS * round.getValue() / steps));
      before = round.getKey();
    }
    return points;
  }

  private static Table table(Scalars trained) {
    double total = 0;
    for (Part part : Part.values()) {
      total += part.seconds(trained);
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Part part : total > 0 ? Part.values() : new Part[0]) {
      double seconds = part.seconds(trained);
      rows.add(
          List.of(
              Cell.text(part.text),
              Cell.text(String.format(Locale.ROOT, "%,.1f s", seconds)),
              new Cell(
                  String.format(Locale.ROOT, "%.1f %%", 100 * seconds / total),
                  Math.round(MILLISECONDS * seconds))));
    }
    return new Table(
        "Time of all rounds",
        List.of(
            new Column("Part", Kind.TEXT),
            new Column("Time", Kind.NUMBER),
            new Column("Share", Kind.BAR)),
        rows,
        "No round was logged.");
  }
}
