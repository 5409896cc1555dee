package io.cantus.jobs.report;

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
   * @param in its inputs
   * @param produced inputs that it made something of, be it zero values
   * @param rejected inputs that it refused
   * @param failed inputs that it broke on
   * @param skipped inputs that it did not look at
   * @param out what came out, in its own unit
   */
  public record Stage(
      String name, Amount in, long produced, long rejected, long failed, long skipped, Amount out) {

    /**
     * A stage whose counts are checked.
     *
     * @throws IllegalArgumentException if the inputs are not the sum of their outcomes
     */
    public Stage {
      if (in.count() != produced + rejected + failed + skipped) {
        throw new IllegalArgumentException(
            "%s: %d inputs, but %d produced + %d rejected + %d failed + %d skipped"
                .formatted(name, in.count(), produced, rejected, failed, skipped));
      }
    }
  }

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
        amount(stage.in()),
        Cell.count(stage.produced()),
        Cell.count(stage.rejected()),
        Cell.count(stage.failed()),
        Cell.count(stage.skipped()),
        amount(stage.out()));
  }

  private static Cell amount(Amount amount) {
    return Cell.text(Cell.count(amount.count()).text() + " " + amount.of());
  }
}
