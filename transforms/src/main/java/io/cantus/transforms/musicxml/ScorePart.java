package io.cantus.transforms.musicxml;

import java.util.HashMap;
import java.util.Map;

/** An entry of the part list: how a part is called and what it sounds like. */
final class ScorePart {
  /** A part that is not in the list. */
  static final ScorePart UNLISTED = new ScorePart();

  private static final int FIRST_PROGRAM = 1;
  private static final int LAST_PROGRAM = 128;

  private final Map<String, Sound> sounds = new HashMap<>();
  private Sound first = Sound.UNKNOWN;
  private String name = "";
  private int channel;

  /**
   * How one of a part's instruments sounds.
   *
   * @param program MIDI program, 0 to 127; MusicXML counts from 1, and note-seq takes its numbers
   *     as they are, which makes each instrument its neighbour
   * @param drum MIDI pitch that is this drum, or {@link #NO_DRUM}
   */
  record Sound(int program, int drum) {
    static final int NO_DRUM = -1;
    static final Sound UNKNOWN = new Sound(0, NO_DRUM);
  }

  private ScorePart() {}

  /** Reads the {@code score-part} that the cursor is on. */
  static ScorePart read(XmlCursor xml) throws MalformedScoreException {
    ScorePart part = new ScorePart();
    xml.readChildren(
        child -> {
          switch (child) {
            case "part-name" -> part.name = xml.rawText();
            case "midi-instrument" -> part.readMidiInstrument(xml);
            default -> {}
          }
        });
    return part;
  }

  private void readMidiInstrument(XmlCursor xml) throws MalformedScoreException {
    String id = xml.attribute("id", "");
    int[] numbers = {0, 0, 0};
    xml.readChildren(
        child -> {
          switch (child) {
            case "midi-channel" -> numbers[0] = xml.integer();
            case "midi-program" -> numbers[1] = xml.integer();
            case "midi-unpitched" -> numbers[2] = xml.integer();
            default -> {}
          }
        });
    Sound sound = new Sound(fromOne(numbers[1], 0), fromOne(numbers[2], Sound.NO_DRUM));
    if (sounds.isEmpty()) {
      first = sound;
      channel = numbers[0];
    }
    sounds.put(id, sound);
  }

  /** A number of 1 to 128 as MIDI has it, 0 to 127. */
  private static int fromOne(int number, int otherwise) {
    return FIRST_PROGRAM <= number && number <= LAST_PROGRAM ? number - 1 : otherwise;
  }

  String name() {
    return name;
  }

  int channel() {
    return channel;
  }

  /** The sound of the instrument with this id; of the part's first where there is none. */
  Sound sound(String instrument) {
    return sounds.getOrDefault(instrument, first);
  }
}
