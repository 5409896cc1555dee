package io.cantus.jobs.inspect;

import io.cantus.jobs.cli.Screen;
import io.cantus.jobs.cli.Screen.Glyphs;
import io.cantus.jobs.report.BarLines;
import io.cantus.jobs.report.Pitches;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * A piano roll of characters: time runs to the right, a character stands for two half steps, one
 * above the other. Drums are drawn only where there is nothing else.
 */
record TextRoll(NoteSequence sequence, Screen screen) {
  private static final int LABEL = 5;
  private static final int LOWER = 1;
  private static final int UPPER = 2;

  /** By which halves are filled: none, the lower, the upper, both. */
  private static final String BLOCKS = " \u2584\u2580\u2588";

  private static final String SIGNS = " .':";

  List<String> lines() {
    List<Note> notes = drawn();
    if (notes.isEmpty()) {
      return List.of("no notes");
    }
    double seconds = notes.stream().mapToDouble(Note::getEndTime).max().orElse(0);
    // Pairs begin with C, so that the lower half of a labelled row is the note of the label.
    int low = notes.stream().mapToInt(Note::getPitch).min().orElse(0) & ~1;
    int high = notes.stream().mapToInt(Note::getPitch).max().orElse(0) | 1;
    int columns = screen.columns() - LABEL;
    int[][] cells = new int[(high - low + 1) / 2][columns];
    for (Note note : notes) {
      draw(note, columns / (seconds > 0 ? seconds : 1), cells[(high - note.getPitch()) / 2]);
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < cells.length; row++) {
      lines.add(line(high - 2 * row - 1, cells[row]));
    }
    lines.add(bars(seconds, columns));
    return lines;
  }

  private List<Note> drawn() {
    boolean onlyDrums = sequence.getNotesList().stream().allMatch(Note::getIsDrum);
    return sequence.getNotesList().stream().filter(note -> onlyDrums || !note.getIsDrum()).toList();
  }

  private static void draw(Note note, double columnsPerSecond, int[] row) {
    int half = (note.getPitch() & 1) == 0 ? LOWER : UPPER;
    // Ends mostly fall on the next note's start: what is a rounding error beyond it is not drawn.
    int from = column(note.getStartTime() * columnsPerSecond + 1e-6, row.length);
    int to = column(note.getEndTime() * columnsPerSecond - 1e-6, row.length);
    for (int column = from; column <= Math.max(from, to); column++) {
      row[column] |= half;
    }
  }

  private static int column(double at, int columns) {
    return (int) Math.max(0, Math.min(columns - 1, Math.floor(at)));
  }

  private String line(int lowerPitch, int[] cells) {
    String glyphs = screen.glyphs() == Glyphs.UNICODE ? BLOCKS : SIGNS;
    boolean labelled = lowerPitch % 12 == 0;
    StringBuilder line =
        new StringBuilder(TextTable.padded(labelled ? Pitches.name(lowerPitch) : "", LABEL - 1));
    line.append(screen.glyphs() == Glyphs.UNICODE ? '\u2502' : '|');
    for (int cell : cells) {
      line.append(glyphs.charAt(cell));
    }
    return line.toString();
  }

  /** The numbers of bars where they begin, as many as there is room for. */
  private String bars(double seconds, int columns) {
    StringBuilder line = new StringBuilder(TextTable.padded("bar", LABEL));
    List<Double> starts = BarLines.of(sequence, seconds);
    for (int bar = 0; bar < starts.size(); bar++) {
      int at = LABEL + column(starts.get(bar) * columns / seconds + 1e-6, columns);
      String number = Integer.toString(bar + 1);
      boolean room = at + number.length() <= LABEL + columns;
      if (room && (bar == 0 || at > line.length())) {
        line.append(" ".repeat(at - line.length())).append(number);
      }
    }
    return line.toString();
  }
}
