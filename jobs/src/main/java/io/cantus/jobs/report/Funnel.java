package io.cantus.jobs.report;

import io.cantus.jobs.outcome.Tally;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import java.util.List;

/** What went into each stage of a run and what came out, first stage first. */
public record Funnel(List<Stage> stages) {

  /** A number of things, such as 46 {@code MIDI files}. */
  public record Amount(long count, String of) {}

  /**
   * One stage.
   *
   * @param inputs what its inputs are, in the plural
   * @param tally outcomes of its inputs
   * @param out what came out, in its own unit
   */
  public record Stage(String name, String inputs, Tally tally, Amount out) {}

  public Funnel {
    stages = List.copyOf(stages);
  }

  /** One row for each stage. */
  public Table table() {
    return new Table(
        "Inputs of each stage by outcome",
        List.of(
            new Column("Stage", Kind.TEXT),
            new Column("Went in", Kind.NUMBER),
            new Column("Produced", Kind.NUMBER),
            new Column("Rejected", Kind.NUMBER),
            new Column("Failed", Kind.NUMBER),
            new Column("Skipped", Kind.NUMBER),
            new Column("Came out", Kind.NUMBER)),
        stages.stream().map(Funnel::row).toList(),
        "No stage was run.");
  }

  private static List<Cell> row(Stage stage) {
    return List.of(
        Cell.text(stage.name()),
        amount(new Amount(stage.tally().inputs(), stage.inputs())),
        Cell.count(stage.tally().produced()),
        Cell.count(stage.tally().rejected()),
        Cell.count(stage.tally().failed()),
        Cell.count(stage.tally().skipped()),
        amount(stage.out()));
  }

  private static Cell amount(Amount amount) {
    return Cell.text(Cell.count(amount.count()).text() + " " + amount.of());
  }
}
