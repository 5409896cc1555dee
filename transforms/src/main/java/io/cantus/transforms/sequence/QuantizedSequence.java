package io.cantus.transforms.sequence;

import java.util.stream.IntStream;

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
  private final int[] programs;
  private final boolean[] drums;

  /** Where each note stood before, which decides between notes that are otherwise equal. */
  private final int[] order;

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
    this.order = order;
    this.stepsPerQuarter = stepsPerQuarter;
    this.state = state;
    startSteps = new long[count];
    endSteps = new long[count];
    pitches = new int[count];
    velocities = new int[count];
    instruments = new int[count];
    programs = new int[count];
    drums = new boolean[count];
    for (int i = 0; i < count; i++) {
      int note = order[i];
      startSteps[i] = starts[note];
      endSteps[i] = ends[note];
      pitches[i] = notes.pitch(note);
      velocities[i] = notes.velocity(note);
      instruments[i] = notes.instrument(note);
      programs[i] = notes.program(note);
      drums[i] = notes.isDrum(note);
    }
  }

  /** The notes of {@code from} in the order of {@code places}, with pitches of their own. */
  private QuantizedSequence(QuantizedSequence from, int[] newPitches, int[] places) {
    stepsPerQuarter = from.stepsPerQuarter;
    state = from.state;
    startSteps = IntStream.of(places).mapToLong(i -> from.startSteps[i]).toArray();
    endSteps = IntStream.of(places).mapToLong(i -> from.endSteps[i]).toArray();
    pitches = at(places, newPitches);
    velocities = at(places, from.velocities);
    instruments = at(places, from.instruments);
    programs = at(places, from.programs);
    order = at(places, from.order);
    drums = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      drums[i] = from.drums[places[i]];
    }
  }

  private static int[] at(int[] places, int[] column) {
    return IntStream.of(places).map(i -> column[i]).toArray();
  }

  /**
   * The sequence with every pitch but those of drums moved by {@code halfSteps}; they may leave
   * 0..127.
   */
  public QuantizedSequence transposed(int halfSteps) {
    if (halfSteps == 0) {
      return this;
    }
    int count = noteCount();
    int[] moved = new int[count];
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      moved[i] = drums[i] ? pitches[i] : pitches[i] + halfSteps;
      places[i] = i;
    }
    // Drums, which stay, may come to stand elsewhere among the pitches of their instrument.
    IndexSort.sort(
        places,
        0,
        count,
        (a, b) -> {
          int byInstrument = Integer.compare(instruments[a], instruments[b]);
          int byStart =
              byInstrument != 0 ? byInstrument : Long.compare(startSteps[a], startSteps[b]);
          int byPitch = byStart != 0 ? byStart : Integer.compare(moved[b], moved[a]);
          return byPitch != 0 ? byPitch : Integer.compare(order[a], order[b]);
        });
    return new QuantizedSequence(this, moved, places);
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

  /** The MIDI program that plays the note, 0..127. */
  public int program(int note) {
    return programs[note];
  }

  public boolean isDrum(int note) {
    return drums[note];
  }
}
