package io.cantus.transforms.musicxml;

import io.cantus.transforms.musicxml.MusicData.Tempo;
import java.util.Optional;

/**
 * What a {@code direction}, or a {@code sound} on its own, says of tempo and loudness. note-seq
 * reads only the sound in a direction; a metronome mark counts here where no sound tells the tempo.
 */
final class DirectionElement {
  /** note-seq's reading of a tempo of 0, which some programs write for none. */
  private static final double DEFAULT_TEMPO = 120;

  private static final double QUARTERS_OF_WHOLE = 4;

  private final XmlCursor xml;
  private Optional<Tempo> sound = Optional.empty();
  private Optional<Tempo> metronome = Optional.empty();
  private String dynamics = "";

  private DirectionElement(XmlCursor xml) {
    this.xml = xml;
  }

  /** Reads the {@code direction} that the cursor is on. */
  static DirectionElement read(XmlCursor xml) throws MalformedScoreException {
    DirectionElement direction = new DirectionElement(xml);
    xml.readChildren(direction::readChild);
    return direction;
  }

  /** Reads the {@code sound} that the cursor is on. */
  static DirectionElement readSound(XmlCursor xml) throws MalformedScoreException {
    DirectionElement direction = new DirectionElement(xml);
    direction.readChild("sound");
    return direction;
  }

  private void readChild(String child) throws MalformedScoreException {
    switch (child) {
      case "direction-type" -> xml.readChildren(this::readType);
      case "sound" -> {
        String tempo = xml.attribute("tempo", "");
        if (!tempo.isBlank()) {
          sound = Optional.of(tempo(xml.real(tempo)));
        }
        dynamics = xml.attribute("dynamics", dynamics);
      }
      default -> {}
    }
  }

  private void readType(String child) throws MalformedScoreException {
    if (child.equals("metronome")) {
      readMetronome();
    }
  }

  private void readMetronome() throws MalformedScoreException {
    NoteValue beat = new NoteValue();
    String[] perMinute = {""};
    xml.readChildren(
        child -> {
          switch (child) {
            case "beat-unit" -> beat.setType(xml.text());
            case "beat-unit-dot" -> beat.addDot();
            case "per-minute" -> perMinute[0] = xml.text();
            default -> {}
          }
        });
    // Others are words, such as "ca. 80", or tell how two note values compare.
    if (perMinute[0].matches("\\d{1,4}(\\.\\d{1,4})?")) {
      double quarters = QUARTERS_OF_WHOLE * beat.wholeNotes(Span.QUARTER).toDouble();
      metronome = Optional.of(tempo(quarters * Double.parseDouble(perMinute[0])));
    }
  }

  private Tempo tempo(double quartersPerMinute) throws MalformedScoreException {
    if (quartersPerMinute < 0) {
      throw xml.malformed("negative-tempo", "a tempo of " + quartersPerMinute);
    }
    return new Tempo(quartersPerMinute == 0 ? DEFAULT_TEMPO : quartersPerMinute);
  }

  Optional<Tempo> tempo() {
    return sound.isPresent() ? sound : metronome;
  }

  /** Loudness in percent of forte; blank if it does not change. */
  String dynamics() {
    return dynamics;
  }
}
