package io.cantus.generation;

/**
 * A network that reads one input vector per step and answers with one logit per class. Itself
 * immutable and thread-safe: what a sequence leaves behind lives in a {@link State}.
 */
public interface EventNetwork {

  /** Numbers in one input vector. */
  int inputSize();

  /** Logits in one answer. */
  int classes();

  /** The state of a sequence that nothing was fed of yet. */
  State start();

  /** Where a network stands within one sequence. Not thread-safe. */
  interface State {

    /**
     * Takes one step.
     *
     * @param input {@link EventNetwork#inputSize()} numbers, which are only read
     * @param logits receives {@link EventNetwork#classes()} numbers
     */
    void step(float[] input, float[] logits);

    /** A state that goes its own way from here. */
    State copy();
  }
}
