package io.cantus.transforms.sequence;

import java.util.stream.IntStream;

/**
 * A stretch of a NoteSequence in one meter and one tempo: the notes that start in it, by
 * instrument, then start, then their order in the sequence. Times are seconds from the stretch's
 * beginning; a note that goes on beyond its end is cut there. Immutable.
 */
public final class Subsequence {
  private final SequenceColumns notes;
  private final int[] order;
  private final double startTime;
  private final double endTime;
  private final TimeChanges.State state;

  /** The notes are those at the indices in {@code order}. */
  Subsequence(
      SequenceColumns notes,
      int[] order,
      double startTime,
      double endTime,
      TimeChanges.State state) {
    this.notes = notes;
    this.order = order;
    this.startTime = startTime;
    this.endTime = endTime;
    this.state = state;
  }

  /** All of a sequence, its notes by instrument, then in their order. */
  static Subsequence whole(SequenceColumns sequence, TimeChanges.State state) {
    int[] order = IntStream.range(0, sequence.notes).toArray();
    long[] asTheyAre = new long[order.length];
    IndexSort.sort(order, 0, order.length, sequence.instrument, asTheyAre);
    return new Subsequence(sequence, order, 0, Double.POSITIVE_INFINITY, state);
  }

  TimeChanges.State state() {
    return state;
  }

  /** Where the stretch begins in its sequence, in seconds. */
  public double startTime() {
    return startTime;
  }

  /** Beats in a bar. */
  public int numerator() {
    return state.numerator();
  }

  /** The note value of a beat, 4 for a quarter. */
  public int denominator() {
    return state.denominator();
  }

  /** Quarter notes per minute. */
  public double qpm() {
    return state.qpm();
  }

  /** The latest end of a note, which may be well before the next stretch; 0 without notes. */
  public double totalTime() {
    double latest = 0;
    for (int note = 0; note < noteCount(); note++) {
      latest = Math.max(latest, end(note));
    }
    return latest;
  }

  public int noteCount() {
    return order.length;
  }

  public double start(int note) {
    return notes.start[order[note]] - startTime;
  }

  public double end(int note) {
    return Math.min(notes.end[order[note]], endTime) - startTime;
  }

  public int pitch(int note) {
    return notes.pitch[order[note]];
  }

  public int velocity(int note) {
    return notes.velocity[order[note]];
  }

  public int instrument(int note) {
    return notes.instrument[order[note]];
  }

  int program(int note) {
    return notes.program[order[note]];
  }

  public boolean isDrum(int note) {
    return notes.drum[order[note]];
  }
}
