package io.cantus.jobs.report;

import io.cantus.jobs.outcome.Reasons;
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
import java.util.SortedMap;

/**
 * The inputs that a run refused, and why.
 *
 * @param reasons how many were refused, by reason
 * @param first those of them that are listed: no more than anybody reads in a page
 */
public record Rejects(SortedMap<String, Long> reasons, Refusals first) {

  /** All of these, which are few. */
  public static Rejects of(Refusals all) {
    Reasons reasons = new Reasons();
    all.all().forEach(reasons::add);
    return new Rejects(reasons.byReason(), all);
  }

  /** A table of the reasons and one of the inputs, or a sentence if nothing was refused. */
  public List<Block> blocks() {
    return first.isEmpty() ? List.of(table()) : List.of(byReason(), table());
  }

  /** How many were refused for each reason, most frequent first. */
  private Table byReason() {
    List<List<Cell>> rows = new ArrayList<>();
    reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> rows.add(List.of(Cell.text(e.getKey()), Cell.count(e.getValue()))));
    return new Table(
        "Rejected, by reason",
        List.of(new Column("Reason", Kind.CODE), new Column("Inputs", Kind.BAR)),
        rows,
        "Nothing was rejected.");
  }

  /** One row for each refused input that is listed, in the order given. */
  private Table table() {
    int rows = first.all().size();
    long all = reasons.values().stream().mapToLong(Long::longValue).sum();
    String caption =
        rows == all
            ? "Rejected"
            : String.format(Locale.ROOT, "The first %,d of %,d rejected", rows, all);
    return new Table(
        caption,
        List.of(
            new Column("Source", Kind.CODE),
            new Column("Reason", Kind.CODE),
            new Column("Byte offset", Kind.NUMBER),
            new Column("Track", Kind.NUMBER),
            new Column("Detail", Kind.TEXT)),
        first.all().stream().map(Rejects::row).toList(),
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
