package io.cantus.transforms.sequence;

/**
 * Notes on a grid of steps, in one meter and one tempo. They are ordered by instrument, then start
 * step, then from high pitch to low, then as in the sequence they were made from. Immutable.
 */
public final class QuantizedSequence {
  /** Enough for a pitch and what lies outside; start steps below 2^53 leave room for them. */
  private static final int PITCH_BITS = 9;

  private static final int MAX_RANKED_PITCH = 128;

  private final int stepsPerQuarter;
  private final Subsequence notes;
  private final int transposition;

  /** Start and end steps by the notes' place in {@link #notes}. */
  private final long[] starts;

  private final long[] ends;

  /** The places in {@link #notes} in the order of this sequence. */
  private final int[] order;

  /**
   * @param starts start steps of the notes
   * @param ends end steps of the notes
   */
  QuantizedSequence(int stepsPerQuarter, Subsequence notes, long[] starts, long[] ends) {
    this(stepsPerQuarter, notes, starts, ends, 0);
  }

  private QuantizedSequence(
      int stepsPerQuarter, Subsequence notes, long[] starts, long[] ends, int transposition) {
    this.stepsPerQuarter = stepsPerQuarter;
    this.notes = notes;
    this.starts = starts;
    this.ends = ends;
    this.transposition = transposition;
    order = new int[starts.length];
    sort();
  }

  private void sort() {
    int count = order.length;
    int[] instrument = new int[count];
    long[] rank = new long[count];
    for (int place = 0; place < count; place++) {
      order[place] = place;
      instrument[place] = notes.instrument(place);
      rank[place] = starts[place] << PITCH_BITS | MAX_RANKED_PITCH - rankedPitch(place);
    }
    IndexSort.sort(order, 0, count, instrument, rank);
  }

  /** The pitch; those that no melody can have are told apart only roughly. */
  private int rankedPitch(int place) {
    return Math.max(-1, Math.min(MAX_RANKED_PITCH, pitchAt(place)));
  }

  private int pitchAt(int place) {
    return notes.isDrum(place) ? notes.pitch(place) : notes.pitch(place) + transposition;
  }

  /**
   * The sequence with every pitch but those of drums moved by {@code halfSteps}; they may leave
   * 0..127.
   */
  public QuantizedSequence transposed(int halfSteps) {
    return halfSteps == 0
        ? this
        : new QuantizedSequence(stepsPerQuarter, notes, starts, ends, transposition + halfSteps);
  }

  public int stepsPerQuarter() {
    return stepsPerQuarter;
  }

  /** Beats in a bar. */
  public int numerator() {
    return notes.numerator();
  }

  /** The note value of a beat, 4 for a quarter; a power of two. */
  public int denominator() {
    return notes.denominator();
  }

  /** Quarter notes per minute. */
  public double qpm() {
    return notes.qpm();
  }

  /** Steps in a bar, which need not be whole: 3/32 has one and a half. */
  public double stepsPerBar() {
    return stepsPerQuarter * (4.0 / denominator() * numerator());
  }

  public int noteCount() {
    return order.length;
  }

  public long startStep(int note) {
    return starts[order[note]];
  }

  /** The step at which the note has ended, at least one after its start. */
  public long endStep(int note) {
    return ends[order[note]];
  }

  public int pitch(int note) {
    return pitchAt(order[note]);
  }

  public int velocity(int note) {
    return notes.velocity(order[note]);
  }

  public int instrument(int note) {
    return notes.instrument(order[note]);
  }

  /** The MIDI program that plays the note, 0..127. */
  public int program(int note) {
    return notes.program(order[note]);
  }

  public boolean isDrum(int note) {
    return notes.isDrum(order[note]);
  }
}
