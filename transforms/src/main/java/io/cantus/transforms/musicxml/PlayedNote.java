package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;

/** A note with its times, and with those that are tied to it. */
final class PlayedNote {
  private final Note note;
  private final double start;
  private double end;
  private Fraction value;

  PlayedNote(Note note, double start, double end) {
    this.note = note;
    this.start = start;
    this.end = end;
    value = inRange(note.value());
  }

  /**
   * Lets the note sound on. (note-seq strikes it again.)
   *
   * @param value of the note tied to it
   * @param end the end of that note
   * @throws ArithmeticException if the value of the whole has no 32-bit form
   */
  void extend(Fraction value, double end) {
    this.value = inRange(this.value.plus(value));
    this.end = end;
  }

  /** NoteSequence has 32 bits for each number. */
  private static Fraction inRange(Fraction value) {
    Math.toIntExact(value.numerator());
    Math.toIntExact(value.denominator());
    return value;
  }

  /** The note as NoteSequence has it. */
  NoteSequence.Note message(int instrument, int part) {
    return NoteSequence.Note.newBuilder()
        .setPitch(note.pitch())
        .setVelocity(note.velocity())
        .setStartTime(start)
        .setEndTime(end)
        .setNumerator((int) value.numerator())
        .setDenominator((int) value.denominator())
        .setInstrument(instrument)
        .setProgram(note.program())
        .setIsDrum(note.isDrum())
        .setPart(part)
        .setVoice(note.voice())
        .build();
  }
}
