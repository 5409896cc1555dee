package io.cantus.generation;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.melody.Melody;

/**
 * Turns a melody into notes, after note-seq's Melody.to_sequence: velocity 100, instrument 0,
 * program 0, one tempo, no meter.
 */
public final class MelodySequencer {
  private static final int TICKS_PER_QUARTER = 220;
  private static final int VELOCITY = 100;

  private MelodySequencer() {}

  /**
   * The notes of the melody, which begins at its start step.
   *
   * @param qpm quarter notes per minute
   */
  public static NoteSequence sequence(Melody melody, double qpm) {
    NoteSequence.Builder sequence = NoteSequence.newBuilder().setTicksPerQuarter(TICKS_PER_QUARTER);
    sequence.addTemposBuilder().setQpm(qpm);
    double secondsPerStep = 60.0 / qpm / melody.stepsPerQuarter();
    double start = melody.startStep() * secondsPerStep;
    Note.Builder sounding = null;
    for (int step = 0; step <= melody.length(); step++) {
      int event = step < melody.length() ? melody.event(step) : Melody.NOTE_OFF;
      if (event == Melody.NO_EVENT) {
        continue;
      }
      double time = step * secondsPerStep + start;
      if (sounding != null) {
        sounding.setEndTime(time);
        sequence.setTotalTime(time);
        sounding = null;
      }
      if (event != Melody.NOTE_OFF) {
        sounding =
            sequence.addNotesBuilder().setPitch(event).setVelocity(VELOCITY).setStartTime(time);
      }
    }
    return sequence.build();
  }
}
