package io.cantus.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A NoteSequence as a piano roll that can be played in the page.
 *
 * @param title short, such as the MIDI file's name
 * @param caption a sentence about it; may be empty
 * @param sequence times in seconds
 * @param midiFile path of the MIDI file relative to the page, its parts joined by {@code /}; no
 *     escapes; empty if there is none
 */
public record PianoRoll(String title, String caption, NoteSequence sequence, String midiFile)
    implements Block {
  private static final double MICROSECONDS = 1e6;

  /** What sounds alike and has one colour. */
  private record Voice(int instrument, int program, boolean drums) {
    static Voice of(Note note) {
      return new Voice(note.getInstrument(), note.getProgram(), note.getIsDrum());
    }
  }

  /**
   * A piano roll whose link is checked.
   *
   * @throws IllegalArgumentException if the link is absolute
   */
  public PianoRoll {
    if (midiFile.startsWith("/")) {
      throw new IllegalArgumentException(
          "the link to a MIDI file is relative to the page, not \"" + midiFile + '"');
    }
  }

  @Override
  public Html html() {
    return Template.resource("piano-roll.html")
        .with("title", title)
        .with("caption", caption)
        .with("summary", summary())
        .with("link", link())
        .with("data", ScriptJson.of(json()))
        .fill();
  }

  private Html link() {
    return midiFile.isEmpty()
        ? new Html("")
        : Template.of(
                "<a href=\"{{link}}\" download>MIDI file<span class=\"hidden\"> of {{title}}</span></a>")
            .with("link", escapedPath(midiFile))
            .with("title", title)
            .fill();
  }

  private double seconds() {
    return sequence.getNotesList().stream()
        .mapToDouble(Note::getEndTime)
        .reduce(sequence.getTotalTime(), Math::max);
  }

  private String summary() {
    int notes = sequence.getNotesCount();
    return String.format(
        Locale.ROOT, "%,d %s, %.1f seconds", notes, notes == 1 ? "note" : "notes", seconds());
  }

  private ObjectNode json() {
    List<Note> notes =
        sequence.getNotesList().stream()
            .sorted(Comparator.comparingDouble(Note::getStartTime).thenComparingInt(Note::getPitch))
            .toList();
    List<Voice> voices =
        notes.stream()
            .map(Voice::of)
            .distinct()
            .sorted(
                Comparator.comparingInt(Voice::instrument)
                    .thenComparingInt(Voice::program)
                    .thenComparing(Voice::drums))
            .toList();
    ObjectNode roll = JsonNodeFactory.instance.objectNode();
    roll.put("title", title).put("seconds", ScriptJson.rounded(seconds(), MICROSECONDS));
    ArrayNode bars = roll.putArray("bars");
    BarLines.of(sequence, seconds())
        .forEach(start -> bars.add(ScriptJson.rounded(start, MICROSECONDS)));
    ArrayNode drums = roll.putArray("drums");
    voices.forEach(voice -> drums.add(voice.drums()));
    ArrayNode rows = roll.putArray("notes");
    for (Note note : notes) {
      rows.addArray()
          .add(ScriptJson.rounded(note.getStartTime(), MICROSECONDS))
          .add(ScriptJson.rounded(note.getEndTime(), MICROSECONDS))
          .add(note.getPitch())
          .add(note.getVelocity())
          .add(voices.indexOf(Voice.of(note)));
    }
    return roll;
  }

  /** The path as a relative URL: with its colons escaped it cannot name a scheme. */
  private static String escapedPath(String path) {
    StringBuilder url = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (b > 0 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0)) {
        url.append(c);
      } else {
        url.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return url.toString();
  }
}
