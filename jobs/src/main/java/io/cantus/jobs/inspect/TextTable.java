package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Table.Cell;
import io.cantus.jobs.report.Table.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tables as text: columns as wide as their cells where there is room, else cells of some lines. */
final class TextTable {
  private static final int GAP = 2;

  /** Columns of text are not made narrower than this, whatever the screen. */
  private static final int NARROWEST = 6;

  private TextTable() {}

  static List<String> lines(Table table, int width) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns().stream().map(Table.Column::heading).toList());
    table
        .rows()
        .forEach(row -> rows.add(row.stream().map(Cell::text).map(TextPage::plain).toList()));
    int[] widths = widths(table, rows, width);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      addLines(table, row, widths, lines);
    }
    return lines;
  }

  private static int[] widths(Table table, List<List<String>> rows, int width) {
    int columns = table.columns().size();
    int[] widths = new int[columns];
    int[] words = new int[columns];
    int[] least = new int[columns];
    for (int column = 0; column < columns; column++) {
      boolean number = table.columns().get(column).kind() == Kind.NUMBER;
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
      for (List<String> row : rows.subList(1, rows.size())) {
        least[column] = number ? Math.max(least[column], row.get(column).length()) : NARROWEST;
      }
      words[column] = least[column];
      for (String word : rows.get(0).get(column).split(" ", -1)) {
        words[column] = Math.max(words[column], word.length());
      }
    }
    // Words of headings are broken only where there is no other way, numbers never.
    shrink(widths, words, width - GAP * (columns - 1));
    shrink(widths, least, width - GAP * (columns - 1));
    return widths;
  }

  /** Makes the widest columns narrower until all fit, or none can be narrower. */
  private static void shrink(int[] widths, int[] least, int room) {
    for (int excess = IntStream.of(widths).sum() - room; excess > 0; excess--) {
      int widest = -1;
      for (int column = 0; column < widths.length; column++) {
        if (widths[column] > least[column] && (widest < 0 || widths[column] > widths[widest])) {
          widest = column;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private static void addLines(Table table, List<String> row, int[] widths, List<String> lines) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int column = 0; column < widths.length; column++) {
      cells.add(wrap(row.get(column), widths[column]));
      height = Math.max(height, cells.get(column).size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        List<String> cell = cells.get(column);
        String part = line < cell.size() ? cell.get(line) : "";
        boolean right = table.columns().get(column).kind() == Kind.NUMBER;
        String blanks = " ".repeat(Math.max(0, widths[column] - part.length()));
        text.append(column == 0 ? "" : " ".repeat(GAP));
        text.append(right ? blanks + part : part + blanks);
      }
      lines.add(text.toString());
    }
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** The text in lines of at most {@code width}, broken between words where there are any. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
