package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.MalformedScoreException.quoted;

import io.cantus.transforms.musicxml.MusicData.Chord;
import io.cantus.transforms.musicxml.MusicData.Harmony;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the measures of one part, one after another. What a measure sets holds on in the next ones
 * of the part, and in no other part. (note-seq carries tempo, loudness and time signature on from
 * the end of one part to the beginning of the next.)
 */
final class PartReader {
  private final XmlCursor xml;
  private final NoteCount noteCount;
  private final ScorePart scorePart;
  private final String id;
  private final List<Measure> measures = new ArrayList<>();

  private Fraction divisions;
  private Transposition transposition = Transposition.NONE;
  private Velocity velocity = Velocity.MEZZO_FORTE;

  /** The measure being read. */
  private List<MusicData> music = List.of();

  /** Notes that begin with the last note that takes time; null at the beginning of a measure. */
  private List<Note> chord;

  private Span chordLength;

  /**
   * A part of which no measure is read yet.
   *
   * @param divisions of a quarter, until the part tells its own
   */
  PartReader(
      XmlCursor xml, NoteCount noteCount, ScorePart scorePart, String id, Fraction divisions) {
    this.xml = xml;
    this.noteCount = noteCount;
    this.scorePart = scorePart;
    this.id = id;
    this.divisions = divisions;
  }

  /** Of a quarter, now. */
  Fraction divisions() {
    return divisions;
  }

  /** How many measures were read. */
  int measureCount() {
    return measures.size();
  }

  /** All that was read. */
  Part part() {
    return new Part(scorePart.name(), scorePart.channel(), measures);
  }

  /**
   * Reads a measure of the part, whose elements are the children of the one that the cursor is on.
   *
   * @param number as written
   */
  void readMeasure(String number) throws MalformedScoreException {
    String place = "measure " + quoted(number) + " of part " + quoted(id);
    xml.setPlace(place);
    music = new ArrayList<>();
    chord = null;
    try {
      xml.readChildren(this::readMusicData);
    } catch (ArithmeticException e) {
      throw xml.malformed("number-out-of-range", "numbers beyond all measure");
    }
    measures.add(music.isEmpty() ? Measure.EMPTY : new Measure(place, music));
    xml.setPlace("");
  }

  private void readMusicData(String element) throws MalformedScoreException {
    switch (element) {
      case "attributes" -> readAttributes();
      case "note" -> readNote();
      case "backup" -> pass(readLength().back());
      case "forward" -> pass(readLength());
      case "direction" -> direct(DirectionElement.read(xml));
      case "sound" -> direct(DirectionElement.readSound(xml));
      case "harmony" -> readHarmony();
      default -> {}
    }
  }

  private void readAttributes() throws MalformedScoreException {
    AttributesElement attributes = AttributesElement.read(xml);
    divisions = attributes.divisions().orElse(divisions);
    transposition = attributes.transposition().orElse(transposition);
    attributes.keySignature(transposition).ifPresent(music::add);
    attributes.timeSignature().ifPresent(music::add);
  }

  private void readNote() throws MalformedScoreException {
    NoteElement note = NoteElement.read(xml, velocity);
    if (note.takesNoTime()) {
      return;
    }
    if (!note.inChord()) {
      chordLength = Span.of(note.duration(), divisions);
      chord = new ArrayList<>(0);
      music.add(new Chord(chordLength, chord));
    } else if (chord == null) {
      throw xml.malformed("chord-without-note", "a note in a chord with none before it");
    }
    // All notes of a chord take the first one's length, as in note-seq: Sibelius writes others.
    Optional<Note> sounding = note.sounding(scorePart, transposition, chordLength);
    if (sounding.isPresent()) {
      noteCount.add(xml);
      chord.add(sounding.get());
    }
  }

  private Span readLength() throws MalformedScoreException {
    Fraction[] units = {Fraction.ZERO};
    xml.readChildren(
        child -> {
          if (child.equals("duration")) {
            units[0] = xml.length();
          }
        });
    return Span.of(units[0], divisions);
  }

  private void pass(Span length) {
    if (length.quarters().signum() != 0) {
      music.add(new Chord(length, List.of()));
    }
  }

  private void direct(DirectionElement direction) throws MalformedScoreException {
    direction.tempo().ifPresent(music::add);
    velocity = velocity.changedBy(direction.dynamics(), xml);
  }

  private void readHarmony() throws MalformedScoreException {
    ChordSymbol symbol = ChordSymbol.read(xml, transposition);
    music.add(new Harmony(symbol.figure(), Span.ofOffset(symbol.offset(), divisions)));
  }
}
