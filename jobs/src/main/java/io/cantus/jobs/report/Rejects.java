package io.cantus.jobs.report;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Column;
import io.cantus.jobs.report.Table.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The inputs that a run refused, and why. */
public record Rejects(Refusals refusals) {
  /** More than anybody reads in a page; the counts by reason are of all. */
  private static final int ROWS = 200;

  /** A table of the reasons and one of the inputs, or a sentence if nothing was refused. */
  public List<Block> blocks() {
    return refusals.isEmpty() ? List.of(table()) : List.of(reasons(), table());
  }

  /** How many were refused for each reason, most frequent first. */
  private Table reasons() {
    Map<String, Long> counts =
        refusals.all().stream()
            .collect(Collectors.groupingBy(Refusal::reason, TreeMap::new, Collectors.counting()));
    List<List<Cell>> rows = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> rows.add(List.of(Cell.text(e.getKey()), Cell.count(e.getValue()))));
    return new Table(
        "Rejected, by reason",
        List.of(new Column("Reason", Kind.CODE), new Column("Inputs", Kind.BAR)),
        rows,
        "Nothing was rejected.");
  }

  /** One row for each refused input in the order given, the first 200 of them. */
  private Table table() {
    int count = refusals.all().size();
    String caption =
        count <= ROWS
            ? "Rejected"
            : String.format(Locale.ROOT, "The first %,d of %,d rejected", ROWS, count);
    return new Table(
        caption,
        List.of(
            new Column("Source", Kind.CODE),
            new Column("Reason", Kind.CODE),
            new Column("Byte offset", Kind.NUMBER),
            new Column("Track", Kind.NUMBER),
            new Column("Detail", Kind.TEXT)),
        refusals.all().stream().limit(ROWS).map(Rejects::row).toList(),
        "Nothing was rejected.");
  }

  private static List<Cell> row(Refusal refusal) {
    return List.of(
        Cell.text(refusal.source()),
        Cell.text(refusal.reason()),
        place(refusal.offset()),
        place(refusal.track()),
        Cell.text(refusal.detail()));
  }

  private static Cell place(long place) {
    return place == Refusal.NOWHERE ? Cell.NONE : Cell.count(place);
  }
}
