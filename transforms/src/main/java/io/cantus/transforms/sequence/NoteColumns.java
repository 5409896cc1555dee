package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;

/** The notes of a sequence, a column for each property; times in seconds. */
final class NoteColumns {
  final int size;
  final double[] start;
  final double[] end;
  final int[] pitch;
  final int[] velocity;
  final int[] instrument;
  final boolean[] drum;

  /** The sequence's notes in their order. */
  NoteColumns(NoteSequence sequence) {
    size = sequence.getNotesCount();
    start = new double[size];
    end = new double[size];
    pitch = new int[size];
    velocity = new int[size];
    instrument = new int[size];
    drum = new boolean[size];
    for (int i = 0; i < size; i++) {
      Note note = sequence.getNotes(i);
      start[i] = withoutNegativeZero(note.getStartTime());
      end[i] = note.getEndTime();
      pitch[i] = note.getPitch();
      velocity[i] = note.getVelocity();
      instrument[i] = note.getInstrument();
      drum[i] = note.getIsDrum();
    }
  }

  /** The same number, but for -0.0, which Double.compare and binarySearch put before 0.0. */
  static double withoutNegativeZero(double time) {
    return time + 0.0;
  }

  int compareInstrumentThenStart(int a, int b) {
    int byInstrument = Integer.compare(instrument[a], instrument[b]);
    return byInstrument != 0 ? byInstrument : Double.compare(start[a], start[b]);
  }
}
