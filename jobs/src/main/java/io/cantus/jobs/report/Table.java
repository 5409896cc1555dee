package io.cantus.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table whose rows turn into cards on a narrow screen.
 *
 * @param caption what the rows are
 * @param rows each as long as {@code columns}
 * @param whenEmpty the sentence that stands in place of a table without rows
 */
public record Table(String caption, List<Column> columns, List<List<Cell>> rows, String whenEmpty)
    implements Block {

  /** A column and how its cells are set. */
  public record Column(String heading, Kind kind) {}

  /** How the cells of a column are set. */
  public enum Kind {
    /** Running text. */
    TEXT,
    /** File names and keys: one width for all letters, broken anywhere. */
    CODE,
    /** Figures, set flush right. */
    NUMBER,
    /** Counts with a bar as long as their share of the column's largest. */
    BAR
  }

  /**
   * One cell.
   *
   * @param count its number where it is one, else 0
   */
  public record Cell(String text, long count) {

    /** An empty cell. */
    public static final Cell NONE = new Cell("", 0);

    /** A cell of text. */
    public static Cell text(String text) {
      return new Cell(text, 0);
    }

    /** A cell with a count, thousands set apart by commas. */
    public static Cell count(long count) {
      return new Cell(String.format(Locale.ROOT, "%,d", count), count);
    }
  }

  /**
   * A table that is checked and copied.
   *
   * @throws IllegalArgumentException if a row is not as long as the columns
   */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of %d cells in a table of %d columns: %s"
                .formatted(row.size(), columns.size(), row));
      }
    }
  }

  @Override
  public Html html() {
    if (rows.isEmpty()) {
      return Template.of("<p class=\"none\">{{text}}</p>").with("text", whenEmpty).fill();
    }
    List<Html> body = new ArrayList<>();
    for (List<Cell> row : rows) {
      List<Html> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(i, row.get(i)));
      }
      body.add(
          Template.of("<tr role=\"row\">{{cells}}</tr>").with("cells", Html.lines(cells)).fill());
    }
    return Template.resource("table.html")
        .with("caption", caption)
        .with("headings", Html.lines(columns.stream().map(Table::heading).toList()))
        .with("rows", Html.lines(body))
        .fill();
  }

  private static Html heading(Column column) {
    return Template.of(
            "<th role=\"columnheader\" scope=\"col\" class=\"{{kind}}\">{{heading}}</th>")
        .with("kind", cssClass(column))
        .with("heading", column.heading())
        .fill();
  }

  private Html cell(int index, Cell cell) {
    Column column = columns.get(index);
    return Template.of(
            "<td role=\"cell\" class=\"{{kind}}\" data-heading=\"{{heading}}\">{{value}}</td>")
        .with("kind", cssClass(column))
        .with("heading", column.heading())
        .with("value", column.kind() == Kind.BAR ? bar(index, cell) : Html.text(cell.text()))
        .fill();
  }

  private Html bar(int index, Cell cell) {
    long largest = rows.stream().mapToLong(row -> row.get(index).count()).max().orElse(0);
    double percent = largest == 0 ? 0 : 100.0 * cell.count() / largest;
    return Template.of("<span>{{text}}</span><i style=\"width:{{percent}}%\"></i>")
        .with("text", cell.text())
        .with("percent", String.format(Locale.ROOT, "%.1f", percent))
        .fill();
  }

  private static String cssClass(Column column) {
    return column.kind().name().toLowerCase(Locale.ROOT);
  }
}
