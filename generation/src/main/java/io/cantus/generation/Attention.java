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
 * @param inputs numbers in the input
 * @param size numbers in the output
 * @param input [inputs + size] to [inputs]
 * @param matrix [size, size], row-major; turns a remembered output into a key
 * @param vector what scores are made with
 * @param query from cells and outputs of each attended LSTM, in this order, to [size]
 * @param output [size + size] to [size]
 */
record Attention(
    int length,
    int attendedLayers,
    int inputs,
    int size,
    LinearLayer input,
    LinearLayer matrix,
    float[] vector,
    LinearLayer query,
    LinearLayer output) {

  /** What a sequence leaves behind. The last outputs lie in a ring. */
  static final class Memory {
    private final float[][] remembered;
    private final float[][] keys;
    private final float[] attended;
    private final double[] weights;
    private int oldest;

    Memory(Attention attention) {
      remembered = new float[attention.length][attention.size];
      keys = new float[attention.length][attention.size];
      attended = new float[attention.size];
      weights = new double[attention.length];
    }

    private Memory(Memory other) {
      remembered = Arrays.stream(other.remembered).map(float[]::clone).toArray(float[][]::new);
      keys = Arrays.stream(other.keys).map(float[]::clone).toArray(float[][]::new);
      attended = other.attended.clone();
      weights = new double[other.weights.length];
      oldest = other.oldest;
    }

    Memory copy() {
      return new Memory(this);
    }
  }

  /** Writes to {@code mixed} what the first LSTM gets to see instead of {@code x}. */
  void mixInput(float[] x, Memory memory, float[] mixed) {
    input.start(mixed);
    input.add(x, inputs, 0, mixed);
    input.add(memory.attended, size, inputs, mixed);
  }

  /**
   * Asks and remembers.
   *
   * @param states of the attended LSTMs after this step, from the input; the last one's output is
   *     mixed with what is found
   * @param result gets {@code size} numbers
   */
  void attend(LstmCell.Memory[] states, Memory memory, float[] result) {
    float[] asked = result;
    query.start(asked);
    int row = 0;
    for (int layer = 0; layer < attendedLayers; layer++) {
      int units = states[layer].cells.length;
      query.add(states[layer].cells, units, row, asked);
      query.add(states[layer].outputs, units, row + units, asked);
      row += 2 * units;
    }
    recall(asked, memory);
    float[] last = states[attendedLayers - 1].outputs;
    output.start(result);
    output.add(last, last.length, 0, result);
    output.add(memory.attended, size, last.length, result);
    System.arraycopy(result, 0, memory.remembered[memory.oldest], 0, size);
    float[] key = memory.keys[memory.oldest];
    matrix.start(key);
    matrix.add(result, size, 0, key);
    memory.oldest = (memory.oldest + 1) % length;
  }

  /** Overwrites what is attended to. */
  private void recall(float[] asked, Memory memory) {
    double[] weights = memory.weights;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      double score = 0;
      for (int i = 0; i < size; i++) {
        score += vector[i] * Activations.tanh(memory.keys[k][i] + asked[i]);
      }
      weights[k] = score;
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int k = 0; k < length; k++) {
      weights[k] = StrictMath.exp(weights[k] - largest);
      sum += weights[k];
    }
    Arrays.fill(memory.attended, 0);
    for (int k = 0; k < length; k++) {
      float weight = (float) (weights[k] / sum);
      for (int i = 0; i < size; i++) {
        memory.attended[i] += weight * memory.remembered[k][i];
      }
    }
  }
}
