package io.cantus.jobs.inspect;

import io.cantus.jobs.cli.Screen;
import io.cantus.jobs.cli.Screen.Glyphs;
import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.PianoRoll;
import io.cantus.jobs.report.RunReport;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Table;
import io.cantus.jobs.report.Verbatim;
import java.util.ArrayList;
import java.util.List;

/** A report as text for a terminal; but for bytes in hex, no line is wider than that. */
record TextPage(RunReport report, Screen screen) {
  private static final int INDENT = 2;

  /** The lines of the page. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.addAll(TextTable.wrap(plain(report.title()), screen.columns()));
    lines.addAll(TextTable.wrap(plain(report.lead()), screen.columns()));
    for (Section section : report.sections()) {
      lines.add("");
      lines.add(section.heading());
      lines.add(rule(section.heading().length()));
      if (!section.text().isEmpty()) {
        lines.addAll(TextTable.wrap(plain(section.text()), screen.columns()));
      }
      for (Block block : section.blocks()) {
        lines.add("");
        lines.addAll(lines(block));
      }
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private String rule(int length) {
    return (screen.glyphs() == Glyphs.UNICODE ? "\u2500" : "-").repeat(length);
  }

  private List<String> lines(Block block) {
    if (block instanceof Facts facts) {
      return lines(facts);
    }
    if (block instanceof Table table) {
      return table.rows().isEmpty() ? List.of(table.whenEmpty()) : lines(table);
    }
    if (block instanceof PianoRoll roll) {
      List<String> lines = new ArrayList<>();
      lines.add(roll.caption().isEmpty() ? roll.title() : roll.title() + ": " + roll.caption());
      lines.addAll(new TextRoll(roll.sequence(), screen).lines());
      return lines;
    }
    if (block instanceof Verbatim verbatim) {
      List<String> lines = new ArrayList<>(List.of(verbatim.heading()));
      verbatim.text().lines().forEach(lines::add);
      return lines;
    }
    throw new IllegalArgumentException("not drawn as text: " + block.getClass());
  }

  private List<String> lines(Facts facts) {
    int names = facts.facts().stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    int room = screen.columns() - names - 2 * INDENT;
    List<String> lines = new ArrayList<>(List.of(facts.heading()));
    for (Fact fact : facts.facts()) {
      String name = fact.name();
      for (String part : TextTable.wrap(plain(fact.value()), room)) {
        lines.add(" ".repeat(INDENT) + TextTable.padded(name, names) + " ".repeat(INDENT) + part);
        name = "";
      }
    }
    return lines;
  }

  private List<String> lines(Table table) {
    List<String> lines = new ArrayList<>(List.of(table.caption()));
    TextTable.lines(table, screen.columns() - INDENT)
        .forEach(line -> lines.add(" ".repeat(INDENT) + line));
    return lines;
  }

  /** Text from a file cannot move the cursor. */
  static String plain(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
