package io.cantus.transforms.sequence;

/**
 * Notes on a grid of steps, in one meter and one tempo. They are ordered by instrument, then start
 * step, then from high pitch to low, then as in the sequence they were made from. Immutable.
 */
public final class QuantizedSequence {
  private final int stepsPerQuarter;
  private final TimeChanges.State state;
  private final long[] startSteps;
  private final long[] endSteps;
  private final int[] pitches;
  private final int[] velocities;
  private final int[] instruments;
  private final boolean[] drums;

  /**
   * @param order the indices of the notes in their new order
   * @param starts start steps by old index
   * @param ends end steps by old index
   */
  QuantizedSequence(
      int stepsPerQuarter,
      TimeChanges.State state,
      Subsequence notes,
      int[] order,
      long[] starts,
      long[] ends) {
    int count = order.length;
    this.stepsPerQuarter = stepsPerQuarter;
    this.state = state;
    startSteps = new long[count];
    endSteps = new long[count];
    pitches = new int[count];
    velocities = new int[count];
    instruments = new int[count];
    drums = new boolean[count];
    for (int i = 0; i < count; i++) {
      int note = order[i];
      startSteps[i] = starts[note];
      endSteps[i] = ends[note];
      pitches[i] = notes.pitch(note);
      velocities[i] = notes.velocity(note);
      instruments[i] = notes.instrument(note);
      drums[i] = notes.isDrum(note);
    }
  }

  public int stepsPerQuarter() {
    return stepsPerQuarter;
  }

  /** Beats in a bar. */
  public int numerator() {
    return state.numerator();
  }

  /** The note value of a beat, 4 for a quarter; a power of two. */
  public int denominator() {
    return state.denominator();
  }

  /** Quarter notes per minute. */
  public double qpm() {
    return state.qpm();
  }

  /** Steps in a bar, which need not be whole: 3/32 has one and a half. */
  public double stepsPerBar() {
    return stepsPerQuarter * (4.0 / denominator() * numerator());
  }

  public int noteCount() {
    return startSteps.length;
  }

  public long startStep(int note) {
    return startSteps[note];
  }

  /** The step at which the note has ended, at least one after its start. */
  public long endStep(int note) {
    return endSteps[note];
  }

  public int pitch(int note) {
    return pitches[note];
  }

  public int velocity(int note) {
    return velocities[note];
  }

  public int instrument(int note) {
    return instruments[note];
  }

  public boolean isDrum(int note) {
    return drums[note];
  }
}
