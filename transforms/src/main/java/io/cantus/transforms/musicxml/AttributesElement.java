package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence.KeySignature.Mode;
import io.cantus.transforms.musicxml.MusicData.KeySignature;
import io.cantus.transforms.musicxml.MusicData.TimeSignature;
import java.util.Optional;

/** What an {@code attributes} element changes; nothing that it does not mention. */
final class AttributesElement {
  private static final int NO_FIFTHS = Integer.MIN_VALUE;
  private static final int MAX_FIFTHS = 100;

  private final XmlCursor xml;
  private Optional<Fraction> divisions = Optional.empty();
  private Optional<Transposition> transposition = Optional.empty();
  private Optional<TimeSignature> time = Optional.empty();
  private int fifths = NO_FIFTHS;
  private String mode = "";

  private AttributesElement(XmlCursor xml) {
    this.xml = xml;
  }

  /** Reads the element that the cursor is on. */
  static AttributesElement read(XmlCursor xml) throws MalformedScoreException {
    AttributesElement attributes = new AttributesElement(xml);
    xml.readChildren(attributes::readChild);
    return attributes;
  }

  private void readChild(String child) throws MalformedScoreException {
    switch (child) {
      case "divisions" -> divisions = Optional.of(readDivisions());
      case "key" -> xml.readChildren(this::readKey);
      case "time" -> readTime();
      case "transpose" -> transposition = Optional.of(Transposition.read(xml));
      default -> {}
    }
  }

  private Fraction readDivisions() throws MalformedScoreException {
    Fraction value = xml.decimal();
    if (value.signum() <= 0) {
      throw xml.malformed("divisions-not-positive", value.toDouble() + " divisions of a quarter");
    }
    return value;
  }

  /** Keys of other forms, as accidentals one by one, name no tonic and are left out. */
  private void readKey(String child) throws MalformedScoreException {
    switch (child) {
      case "fifths" -> fifths = readFifths();
      case "mode" -> mode = xml.text();
      default -> {}
    }
  }

  private int readFifths() throws MalformedScoreException {
    int value = xml.integer();
    if (value < -MAX_FIFTHS || value > MAX_FIFTHS) {
      throw xml.malformed("key-out-of-range", "a key of " + value + " fifths");
    }
    return value;
  }

  /** Further ones are those of other staves, which NoteSequence cannot tell apart. */
  private void readTime() throws MalformedScoreException {
    Optional<TimeSignature> read = Meter.read(xml);
    time = time.isPresent() ? time : read;
  }

  Optional<Fraction> divisions() {
    return divisions;
  }

  Optional<Transposition> transposition() {
    return transposition;
  }

  Optional<TimeSignature> timeSignature() {
    return time;
  }

  /**
   * The key as it sounds. (note-seq takes every key for major, and a later one of a transposing
   * instrument as it is written.)
   */
  Optional<KeySignature> keySignature(Transposition current) {
    if (fifths == NO_FIFTHS) {
      return Optional.empty();
    }
    Scale scale = scale();
    int written = new NoteName(fifths + scale.fifthsFromMajor()).pitchClass();
    return Optional.of(
        new KeySignature(Math.floorMod(written + current.semitones(), 12), scale.mode()));
  }

  /** A scale and how far its tonic is from that of the major scale of the same accidentals. */
  private record Scale(int fifthsFromMajor, Mode mode) {}

  private Scale scale() {
    return switch (mode) {
      case "lydian" -> new Scale(-1, Mode.LYDIAN);
      case "mixolydian" -> new Scale(1, Mode.MIXOLYDIAN);
      case "dorian" -> new Scale(2, Mode.DORIAN);
      case "minor", "aeolian" -> new Scale(3, Mode.MINOR);
      case "phrygian" -> new Scale(4, Mode.PHRYGIAN);
      case "locrian" -> new Scale(5, Mode.LOCRIAN);
      default -> new Scale(0, Mode.MAJOR);
    };
  }
}
