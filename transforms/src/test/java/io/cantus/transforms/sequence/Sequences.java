package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;

/** NoteSequences for tests, written note by note. */
public final class Sequences {
  private final NoteSequence.Builder sequence = NoteSequence.newBuilder();

  public static Sequences sequence() {
    return new Sequences();
  }

  /** A note of instrument 0, in seconds. */
  public Sequences note(int pitch, double start, double end) {
    return note(0, pitch, start, end);
  }

  public Sequences note(int instrument, int pitch, double start, double end) {
    return note(
        Note.newBuilder()
            .setInstrument(instrument)
            .setPitch(pitch)
            .setVelocity(100)
            .setStartTime(start)
            .setEndTime(end));
  }

  public Sequences note(Note.Builder note) {
    sequence.addNotes(note);
    sequence.setTotalTime(Math.max(sequence.getTotalTime(), note.getEndTime()));
    return this;
  }

  /** A note of instrument 0 in steps of a sixteenth at 120, which are eighths of a second. */
  public Sequences step(int pitch, long start, long end) {
    return step(0, pitch, start, end);
  }

  public Sequences step(int instrument, int pitch, long start, long end) {
    return note(instrument, pitch, start / 8.0, end / 8.0);
  }

  public Sequences meter(double time, int numerator, int denominator) {
    sequence
        .addTimeSignaturesBuilder()
        .setTime(time)
        .setNumerator(numerator)
        .setDenominator(denominator);
    return this;
  }

  public Sequences tempo(double time, double qpm) {
    sequence.addTemposBuilder().setTime(time).setQpm(qpm);
    return this;
  }

  public Sequences totalTime(double seconds) {
    sequence.setTotalTime(seconds);
    return this;
  }

  public NoteSequence build() {
    return sequence.build();
  }
}
