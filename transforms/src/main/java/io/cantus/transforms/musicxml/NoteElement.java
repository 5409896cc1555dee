package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.MalformedScoreException.quoted;

import io.cantus.transforms.musicxml.ScorePart.Sound;
import java.util.Optional;

/** What a {@code note} element says, before it is known what came before it. */
final class NoteElement {
  private static final int MAX_PITCH = 127;
  private static final int SEMITONES = 12;

  private final XmlCursor xml;
  private boolean inChord;
  private boolean isGrace;
  private boolean isCue;
  private boolean isRest;
  private boolean isUnpitched;
  private boolean tiedFrom;
  private boolean tiedOn;
  private Fraction duration = Fraction.ZERO;
  private String step = "";
  private double alter;
  private int octave;
  private int voice = 1;
  private String instrument = "";
  private Velocity velocity;
  private final NoteValue value = new NoteValue();

  private NoteElement(XmlCursor xml) {
    this.xml = xml;
  }

  /**
   * Reads the element that the cursor is on.
   *
   * @param velocity of notes that do not tell their own
   */
  static NoteElement read(XmlCursor xml, Velocity velocity) throws MalformedScoreException {
    NoteElement note = new NoteElement(xml);
    note.velocity = velocity.changedBy(xml.attribute("dynamics", ""), xml);
    xml.readChildren(note::readChild);
    return note;
  }

  private void readChild(String child) throws MalformedScoreException {
    switch (child) {
      case "chord" -> inChord = true;
      case "grace" -> isGrace = true;
      case "cue" -> isCue = true;
      case "rest" -> isRest = true;
      case "unpitched" -> isUnpitched = true;
      case "duration" -> duration = xml.length();
      case "voice" -> voice = voice(xml.text());
      case "pitch" -> xml.readChildren(this::readPitch);
      case "instrument" -> instrument = xml.attribute("id", "");
      case "type" -> value.setType(xml.text());
      case "dot" -> value.addDot();
      case "time-modification" -> xml.readChildren(this::readTuplet);
      case "tie" -> readTie(xml.attribute("type", ""));
      default -> {}
    }
  }

  private void readPitch(String child) throws MalformedScoreException {
    switch (child) {
      case "step" -> step = xml.text();
      case "alter" -> alter = alter(xml.text());
      case "octave" -> octave = xml.integer();
      default -> {}
    }
  }

  /** Some programs write an empty element for no alteration. */
  private double alter(String text) throws MalformedScoreException {
    return text.isEmpty() ? 0 : xml.real(text);
  }

  private void readTuplet(String child) throws MalformedScoreException {
    switch (child) {
      case "actual-notes" -> value.setActualNotes(xml.integer());
      case "normal-notes" -> value.setNormalNotes(xml.integer());
      default -> {}
    }
  }

  private void readTie(String type) {
    switch (type) {
      case "start" -> tiedOn = true;
      case "stop" -> tiedFrom = true;
      default -> {}
    }
  }

  /** Voices may have names; NoteSequence knows numbers only. */
  private static int voice(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Whether the note begins and ends with the one before. */
  boolean inChord() {
    return inChord;
  }

  /**
   * Whether the note takes no time: a grace note, whose time is a player's choice. (note-seq puts
   * them all at the beginning of the piece, with no length.)
   */
  boolean takesNoTime() {
    return isGrace || duration.signum() == 0;
  }

  /** In the units of the file. */
  Fraction duration() {
    return duration;
  }

  /**
   * The note as it sounds; empty if it is silent: a rest, a cue note (there to be read, not to be
   * played), or a stroke of no drum that the part list tells.
   *
   * @throws ArithmeticException if the file's numbers are beyond all measure
   */
  Optional<Note> sounding(ScorePart part, Transposition transposition, Span length)
      throws MalformedScoreException {
    Sound sound = part.sound(instrument);
    if (isRest || isCue || (isUnpitched && sound.drum() == Sound.NO_DRUM)) {
      return Optional.empty();
    }
    return Optional.of(
        new Note(
            isUnpitched ? sound.drum() : pitch(transposition.semitones()),
            isUnpitched,
            sound.program(),
            velocity.midi(),
            voice,
            value.wholeNotes(length),
            tiedFrom,
            tiedOn));
  }

  /**
   * The octave belongs to the written step: the B sharp of octave 4 sounds in octave 5. (note-seq
   * leaves it in octave 4, an octave too low.)
   */
  private int pitch(int transposition) throws MalformedScoreException {
    NoteName natural =
        NoteName.of(step, 0)
            .orElseThrow(
                () -> xml.malformed("unknown-pitch-step", "a note on step " + quoted(step)));
    // Quarter tones are cut off, as note-seq does.
    long pitch = SEMITONES * (octave + 1L) + natural.pitchClass() + (long) alter + transposition;
    if (pitch < 0 || pitch > MAX_PITCH) {
      throw xml.malformed("pitch-out-of-range", "MIDI pitch " + pitch);
    }
    return (int) pitch;
  }
}
