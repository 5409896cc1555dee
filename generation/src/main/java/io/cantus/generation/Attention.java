package io.cantus.generation;

import java.util.Arrays;

/**
 * Attention over the outputs of the last steps, after Magenta's AttentionCellWrapper: the input is
 * mixed with what attention gave at the last step; the LSTM's new state asks, each remembered
 * output is scored, and their mean, weighed by the softmax of the scores, is mixed with the LSTM's
 * output. Steps before the first count as outputs of zeros.
 *
 * @param length steps that are remembered
 * @param attendedLayers LSTMs that ask
 * @param input [inputs + size] to [inputs]
 * @param matrix [size] to [size]; turns a remembered output into a key
 * @param vector what scores are made with
 * @param query from cells and outputs of each attended LSTM, in this order, to [size]
 * @param output [size + size] to [size]
 */
record Attention(
    int length,
    int attendedLayers,
    LinearLayer input,
    LinearLayer matrix,
    float[] vector,
    LinearLayer query,
    LinearLayer output) {

  int size() {
    return vector.length;
  }

  /** What a sequence leaves behind. The last outputs lie in a ring. */
  static final class Memory {
    /** Its rows are the outputs: their weighed mean is a product with a matrix. */
    private final LinearLayer remembered;

    private final float[][] keys;
    private final float[] attended;
    private int oldest;

    Memory(Attention attention) {
      remembered =
          new LinearLayer(
              new float[attention.length][attention.size()], new float[attention.size()]);
      keys = new float[attention.length][attention.size()];
      attended = new float[attention.size()];
    }

    private Memory(Memory other) {
      remembered = new LinearLayer(deepCopy(other.remembered.rows()), other.remembered.bias());
      keys = deepCopy(other.keys);
      attended = other.attended.clone();
      oldest = other.oldest;
    }

    private static float[][] deepCopy(float[][] rows) {
      return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    Memory copy() {
      return new Memory(this);
    }

    /** What attention gave at the latest step. */
    float[] attended() {
      return attended;
    }

    /** Where the key of {@link #remember} is to be written. */
    float[] nextKey() {
      return keys[oldest];
    }

    /** Takes an output in the place of the oldest one. */
    void remember(float[] result) {
      System.arraycopy(result, 0, remembered.rows()[oldest], 0, result.length);
      oldest = (oldest + 1) % keys.length;
    }
  }

  /** Room for what is computed at one step of one sequence. */
  static final class Scratch {
    private final float[] sums;
    private final double[] scores;
    private final float[][] weights;
    private final float[][] attended = new float[1][];

    Scratch(Attention attention) {
      sums = new float[attention.length * attention.size()];
      scores = new double[attention.length];
      weights = new float[1][attention.length];
    }
  }

  /** Overwrites what is attended to with the answer to what is asked. */
  void recall(float[] asked, Memory memory, Scratch scratch) {
    int size = size();
    float[] sums = scratch.sums;
    for (int k = 0; k < length; k++) {
      float[] key = memory.keys[k];
      for (int i = 0; i < size; i++) {
        sums[k * size + i] = key[i] + asked[i];
      }
    }
    Activations.tanh(sums);
    double[] scores = scratch.scores;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      scores[k] = Activations.dot(vector, sums, k * size);
      largest = Math.max(largest, scores[k]);
    }
    double sum = 0;
    for (int k = 0; k < length; k++) {
      scores[k] = StrictMath.exp(scores[k] - largest);
      sum += scores[k];
    }
    for (int k = 0; k < length; k++) {
      scratch.weights[0][k] = (float) (scores[k] / sum);
    }
    scratch.attended[0] = memory.attended;
    memory.remembered.start(scratch.attended, 1);
    memory.remembered.add(scratch.weights, 1, 0, scratch.attended);
  }
}
