package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.TextAnnotation;
import io.cantus.proto.NoteSequence.TextAnnotation.TextAnnotationType;
import io.cantus.transforms.musicxml.MusicData.Chord;
import io.cantus.transforms.musicxml.MusicData.Harmony;
import io.cantus.transforms.musicxml.MusicData.KeySignature;
import io.cantus.transforms.musicxml.MusicData.Tempo;
import io.cantus.transforms.musicxml.MusicData.TimeSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays one part, measure by measure, and collects what sounds. */
final class PartPlayer {
  private final Part part;
  private final int index;
  private final Ties ties = new Ties();
  private final List<PlayedNote> notes = new ArrayList<>();
  private final List<NoteSequence.KeySignature> keySignatures = new ArrayList<>();
  private final List<TextAnnotation> chordSymbols = new ArrayList<>();
  private Optional<TimeSignature> change = Optional.empty();
  private Optional<TimeSignature> nextChange = Optional.empty();

  /**
   * A part at its beginning.
   *
   * @param index the part's place in the score, from 0
   */
  PartPlayer(Part part, int index) {
    this.part = part;
    this.index = index;
  }

  Part part() {
    return part;
  }

  /** Whether the part has a measure of this index. */
  boolean has(int measure) {
    return measure < part.measures().size();
  }

  /**
   * Finds out how long the part's measure is and what changes in it, before it is played.
   *
   * @param tempo receives the tempo marks
   * @return quarters
   */
  Fraction layOut(int measure, MeasureTempo tempo) {
    change = nextChange;
    nextChange = Optional.empty();
    Fraction place = Fraction.ZERO;
    Fraction furthest = place;
    for (MusicData data : part.measures().get(measure).music()) {
      if (data instanceof Chord chord) {
        place = place.plus(chord.length().quarters()).max(Fraction.ZERO);
        furthest = furthest.max(place);
      } else if (data instanceof Tempo mark) {
        tempo.mark(place, index, mark.quartersPerMinute());
      } else if (data instanceof TimeSignature signature) {
        if (place.signum() == 0) {
          change = Optional.of(signature);
        } else {
          // Announced at the end of a line.
          nextChange = Optional.of(signature);
        }
      }
    }
    return furthest;
  }

  /** The time signature that is written at the beginning of the measure that was laid out. */
  Optional<TimeSignature> change() {
    return change;
  }

  /**
   * Plays a measure.
   *
   * @param length of the measure in all parts, in quarters
   */
  void play(int measure, Fraction length, Cursor cursor) {
    ties.forgetBefore(measure);
    for (MusicData data : part.measures().get(measure).music()) {
      if (data instanceof Chord chord) {
        play(chord, measure, length, cursor);
      } else if (data instanceof KeySignature key) {
        add(key, cursor.seconds());
      } else if (data instanceof Harmony harmony) {
        add(harmony, cursor);
      }
    }
  }

  private void play(Chord chord, int measure, Fraction length, Cursor cursor) {
    double start = cursor.seconds();
    double end = start + cursor.seconds(chord.length());
    Fraction begin = cursor.place();
    cursor.pass(chord.length());
    for (Note note : chord.notes()) {
      PlayedNote played = note.tiedFrom() ? ties.take(end(measure, begin, length, note)) : null;
      if (played == null) {
        played = new PlayedNote(note, start, end);
        notes.add(played);
      } else {
        played.extend(note.value(), end);
      }
      if (note.tiedOn()) {
        ties.add(end(measure, cursor.place(), length, note), played);
      }
    }
  }

  /** The end of a measure is the beginning of the next. */
  private static Ties.End end(int measure, Fraction place, Fraction length, Note note) {
    return place.equals(length)
        ? new Ties.End(measure + 1, Fraction.ZERO, note.pitch())
        : new Ties.End(measure, place, note.pitch());
  }

  /** Of several at one time, which are those of several staves, the last one counts. */
  private void add(KeySignature key, double seconds) {
    int last = keySignatures.size() - 1;
    if (last >= 0 && keySignatures.get(last).getTime() == seconds) {
      keySignatures.remove(last);
    }
    keySignatures.add(
        NoteSequence.KeySignature.newBuilder()
            .setTime(seconds)
            .setKeyValue(key.tonic())
            .setMode(key.mode())
            .build());
  }

  private void add(Harmony harmony, Cursor cursor) {
    double seconds = cursor.seconds() + cursor.seconds(harmony.offset());
    chordSymbols.add(
        TextAnnotation.newBuilder()
            .setTime(Math.max(0, seconds))
            .setText(harmony.figure())
            .setAnnotationType(TextAnnotationType.CHORD_SYMBOL)
            .build());
  }

  List<PlayedNote> notes() {
    return notes;
  }

  List<NoteSequence.KeySignature> keySignatures() {
    return keySignatures;
  }

  List<TextAnnotation> chordSymbols() {
    return chordSymbols;
  }
}
