package io.cantus.jobs.inspect;

import io.cantus.jobs.report.Block;
import io.cantus.jobs.report.Fact;
import io.cantus.jobs.report.Facts;
import io.cantus.jobs.report.Section;
import io.cantus.jobs.report.Verbatim;
import io.cantus.transforms.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Why a file was refused, where, and what to do about it. */
record RefusalSection(Rejection rejection, byte[] content) {
  private static final int BYTES_A_LINE = 16;
  private static final int LINES_BEFORE = 3;
  private static final int LINES_AFTER = 3;

  Section section() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("reason", rejection.reason()));
    facts.add(new Fact("detail", rejection.detail()));
    rejection
        .offset()
        .ifPresent(
            at -> facts.add(new Fact("byte", "%d (0x%x) of %d".formatted(at, at, content.length))));
    rejection
        .track()
        .ifPresent(track -> facts.add(new Fact("track", "%d, counted from 0".formatted(track))));
    facts.add(new Fact("what to do", advice()));
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Facts("Reason", facts));
    if (rejection.offset().isPresent() && content.length > 0) {
      blocks.add(new Verbatim("Bytes around it", window(rejection.offset().getAsLong())));
    }
    return new Section("Refused", "Conversion makes nothing of this file.", blocks);
  }

  private String advice() {
    return switch (rejection.reason()) {
      case "track-cut-off", "track-missing", "header-cut-off", "event-past-end-of-track" ->
          "the end is missing or a length is wrong: fetch the file again, or export it again";
      case "no-midi-header" ->
          "it is no MIDI file, whatever its name says: look at its first bytes below";
      case "file-too-large", "too-many-ticks", "too-many-notes", "too-long", "sequence-too-large" ->
          "it is over a limit of convert, whose options raise them: see cantus convert --help";
      default ->
          isMidi()
              ? "the reference refuses it too; open it in a sequencer or notation program, which are"
                  + " more lenient, and export it again"
              : "mend it at this place, or open it in a notation program and export it again";
    };
  }

  private boolean isMidi() {
    return content.length >= 4
        && new String(content, 0, 4, StandardCharsets.ISO_8859_1).equals("MThd");
  }

  /** Lines of bytes as hex and text, a caret below the one at {@code offset}. */
  private String window(long offset) {
    long line = offset / BYTES_A_LINE;
    long last = Math.min(line + LINES_AFTER, Math.max(line, (content.length - 1) / BYTES_A_LINE));
    StringBuilder window = new StringBuilder();
    for (long at = Math.max(0, line - LINES_BEFORE); at <= last; at++) {
      window.append(bytes((int) at * BYTES_A_LINE)).append('\n');
      if (at == line) {
        window.append(" ".repeat(10 + 3 * (int) (offset % BYTES_A_LINE))).append("^^\n");
      }
    }
    return window.toString();
  }

  private String bytes(int start) {
    StringBuilder hex = new StringBuilder("%08x ".formatted(start));
    StringBuilder text = new StringBuilder();
    for (int at = start; at < start + BYTES_A_LINE; at++) {
      if (at < content.length) {
        hex.append(" %02x".formatted(content[at]));
        boolean printable = content[at] >= ' ' && content[at] < 0x7f;
        text.append(printable ? (char) content[at] : '.');
      } else {
        hex.append("   ");
      }
    }
    return hex.append("  ").append(text).toString();
  }
}
