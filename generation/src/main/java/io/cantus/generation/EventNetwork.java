package io.cantus.generation;

import java.util.stream.IntStream;

/**
 * A network that reads one input vector per step and answers with one logit per class. Itself
 * immutable and thread-safe: what sequences leave behind lives in a {@link State}.
 */
public interface EventNetwork {

  /** Numbers in one input vector. */
  int inputSize();

  /** Logits in one answer. */
  int classes();

  /** The state of several sequences that nothing was fed of yet. */
  State start(int sequences);

  /** The state of one sequence that nothing was fed of yet. */
  default State start() {
    return start(1);
  }

  /**
   * Where a network stands within sequences that go on side by side, none of which has a part in
   * what is answered to another. Not thread-safe.
   */
  interface State {

    /**
     * Takes one step in each sequence.
     *
     * @param inputs for each sequence {@link EventNetwork#inputSize()} numbers, which are only read
     * @param logits for each sequence room for {@link EventNetwork#classes()} numbers
     */
    void step(float[][] inputs, float[][] logits);

    /** Takes one step in the only sequence. */
    default void step(float[] input, float[] logits) {
      step(new float[][] {input}, new float[][] {logits});
    }

    /** A state that goes its own way from here: its sequence i continues {@code from[i]}. */
    State select(int[] from);

    /** As many copies of the first sequence. */
    default State repeat(int copies) {
      return select(IntStream.range(0, copies).map(copy -> 0).toArray());
    }
  }
}
