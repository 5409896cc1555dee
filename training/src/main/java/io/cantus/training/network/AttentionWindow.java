package io.cantus.training.network;

import java.util.Arrays;

/**
 * The part of attention without matrices: a query scores the keys of the last steps, s = v·tanh(key
 * + query), and gets the mean of these steps' outputs, weighed by the softmax of the scores. Steps
 * before the first have keys and outputs of zeros and take part. Not thread-safe.
 *
 * <p>Of the tanh of a sum only the product of the exponentials is left to compute for each pair:
 * tanh(k + q) = 1 - 2/(exp(2k)·exp(2q) + 1). In all long loops everything has the same index, which
 * the compiler needs to vectorise them; so v and its gradient are kept for each row.
 */
final class AttentionWindow {
  /**
   * Keys and queries beyond ± this, far outside where a tanh is flat, are taken for this: the
   * product of the exponentials would overflow.
   */
  private static final float LIMIT = 20;

  private final int length;
  private final int size;
  private int room;

  /** For the last steps, each at its number modulo length: [rows, size]. */
  private float[][] keyExponentials;

  private float[][] outputs;
  private float[][] keyGradients;
  private float[][] outputGradients;

  private float[] exponentialOfZeros;
  private float[] queryExponentials;
  private float[] terms;
  private float[] vector;
  private float[] vectorGradient;

  /** For each row the weight of the step before, the one before that ..., and of zeros. */
  private float[] weights = new float[0];

  private float[] scoreGradients;

  AttentionWindow(int length, int size) {
    this.length = length;
    this.size = size;
  }

  /**
   * Gets ready for the first step.
   *
   * @param newVector v
   */
  void start(PackedSteps steps, float[] newVector) {
    reserve(steps.rows(0));
    if (weights.length < steps.totalRows() * (length + 1)) {
      weights = new float[steps.totalRows() * (length + 1)];
    }
    for (int row = 0; row < steps.rows(0); row++) {
      System.arraycopy(newVector, 0, vector, row * size, size);
    }
  }

  private void reserve(int rows) {
    if (room < rows) {
      room = rows;
      keyExponentials = new float[length][rows * size];
      outputs = new float[length][rows * size];
      keyGradients = new float[length][rows * size];
      outputGradients = new float[length][rows * size];
      exponentialOfZeros = new float[rows * size];
      Arrays.fill(exponentialOfZeros, 1);
      queryExponentials = new float[rows * size];
      terms = new float[rows * size];
      vector = new float[rows * size];
      vectorGradient = new float[rows * size];
      scoreGradients = new float[rows * (length + 1)];
    }
  }

  /** Remembers keys and outputs of a step, forgetting those of {@code length} steps before. */
  void remember(PackedSteps steps, int step, RowMatrix keys, RowMatrix stepOutputs) {
    int slot = step % length;
    int rows = steps.rows(step);
    keys.read(steps.firstRow(step), rows, keyExponentials[slot]);
    exponentials(keyExponentials[slot], rows * size);
    stepOutputs.read(steps.firstRow(step), rows, outputs[slot]);
  }

  private void exponentials(float[] values, int count) {
    for (int n = 0; n < count; n++) {
      values[n] = 2 * Math.max(-LIMIT, Math.min(LIMIT, values[n]));
    }
    Activations.exp(values, count, terms);
  }

  /**
   * Looks back from a step.
   *
   * @param queries [rows, size]
   * @param means overwritten, [rows, size]
   */
  void forward(PackedSteps steps, int step, float[] queries, float[] means) {
    int rows = steps.rows(step);
    int at = steps.firstRow(step) * (length + 1);
    int remembered = Math.min(step, length);
    setQueries(queries, rows);
    for (int back = 1; back <= remembered; back++) {
      score(keyExponentials[(step - back) % length], rows, at + back - 1);
    }
    score(exponentialOfZeros, rows, at + length);
    for (int row = 0; row < rows; row++) {
      softmax(at + row * (length + 1), remembered);
    }
    Arrays.fill(means, 0, rows * size, 0);
    for (int back = 1; back <= remembered; back++) {
      float[] output = outputs[(step - back) % length];
      for (int row = 0; row < rows; row++) {
        addRow(weights[at + row * (length + 1) + back - 1], output, row, means);
      }
    }
  }

  private void setQueries(float[] queries, int rows) {
    System.arraycopy(queries, 0, queryExponentials, 0, rows * size);
    exponentials(queryExponentials, rows * size);
  }

  /** Writes the scores of a step's keys, one for each row. */
  private void score(float[] keys, int rows, int at) {
    float[] queries = queryExponentials;
    float[] v = vector;
    float[] products = terms;
    for (int n = 0; n < rows * size; n++) {
      products[n] = v[n] * (1 - 2 / (keys[n] * queries[n] + 1));
    }
    for (int row = 0; row < rows; row++) {
      weights[at + row * (length + 1)] = sum(products, row * size, size);
    }
  }

  /** In four sums, which do not wait for one another. */
  private static float sum(float[] numbers, int from, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int n = from;
    for (; n + 3 < from + count; n += 4) {
      a += numbers[n];
      b += numbers[n + 1];
      c += numbers[n + 2];
      d += numbers[n + 3];
    }
    for (; n < from + count; n++) {
      a += numbers[n];
    }
    return (a + b) + (c + d);
  }

  private void addRow(float factor, float[] from, int row, float[] to) {
    for (int n = row * size; n < (row + 1) * size; n++) {
      to[n] += factor * from[n];
    }
  }

  /** Turns scores into weights; the steps before the first all have the same. */
  private void softmax(int at, int remembered) {
    int zeros = length - remembered;
    float largest = weights[at + length];
    for (int k = 0; k < remembered; k++) {
      largest = Math.max(largest, weights[at + k]);
    }
    float total = 0;
    for (int k = 0; k < remembered; k++) {
      weights[at + k] = (float) Math.exp(weights[at + k] - largest);
      total += weights[at + k];
    }
    weights[at + length] = zeros > 0 ? (float) Math.exp(weights[at + length] - largest) : 0;
    total += zeros * weights[at + length];
    for (int k = 0; k < remembered; k++) {
      weights[at + k] /= total;
    }
    weights[at + length] /= total;
  }

  /** Gets ready for the way back, which begins with the last step. */
  void startBackward() {
    for (int slot = 0; slot < length; slot++) {
      Arrays.fill(keyGradients[slot], 0);
      Arrays.fill(outputGradients[slot], 0);
    }
    Arrays.fill(vectorGradient, 0);
  }

  /**
   * Copies the gradients of a step's keys and outputs, once all later steps were taken back, and
   * goes on to the window of that step: the oldest step in it is remembered again.
   */
  void gradientsOf(
      PackedSteps steps,
      int step,
      RowMatrix keys,
      RowMatrix stepOutputs,
      float[] keyGradient,
      float[] outputGradient) {
    int slot = step % length;
    int count = steps.rows(step) * size;
    System.arraycopy(keyGradients[slot], 0, keyGradient, 0, count);
    System.arraycopy(outputGradients[slot], 0, outputGradient, 0, count);
    Arrays.fill(keyGradients[slot], 0);
    Arrays.fill(outputGradients[slot], 0);
    if (step >= length) {
      remember(steps, step - length, keys, stepOutputs);
    }
  }

  /**
   * Takes a step back; gradients of earlier steps' keys and outputs are gathered.
   *
   * @param queries as in the forward pass
   * @param meansGradient [rows, size]
   * @param queryGradient overwritten, [rows, size]
   */
  void backward(
      PackedSteps steps, int step, float[] queries, float[] meansGradient, float[] queryGradient) {
    int rows = steps.rows(step);
    int at = steps.firstRow(step) * (length + 1);
    int remembered = Math.min(step, length);
    for (int back = 1; back <= remembered; back++) {
      int slot = (step - back) % length;
      multiply(meansGradient, outputs[slot], rows * size);
      for (int row = 0; row < rows; row++) {
        int k = row * (length + 1) + back - 1;
        scoreGradients[k] = sum(terms, row * size, size);
        addRow(weights[at + k], meansGradient, row, outputGradients[slot]);
      }
    }
    for (int row = 0; row < rows; row++) {
      softmaxGradient(at, row * (length + 1), remembered);
    }
    setQueries(queries, rows);
    Arrays.fill(queryGradient, 0, rows * size, 0);
    for (int back = 1; back <= remembered; back++) {
      int slot = (step - back) % length;
      scoreBackward(keyExponentials[slot], back - 1, rows, queryGradient, keyGradients[slot]);
    }
    if (remembered < length) {
      // The keys of zeros are no variables; their gradient goes nowhere.
      scoreBackward(exponentialOfZeros, length, rows, queryGradient, terms);
    }
  }

  private void multiply(float[] one, float[] other, int count) {
    float[] products = terms;
    for (int n = 0; n < count; n++) {
      products[n] = one[n] * other[n];
    }
  }

  /** Turns the gradients with respect to a row's weights into those with respect to its scores. */
  private void softmaxGradient(int at, int first, int remembered) {
    float mean = 0;
    for (int k = 0; k < remembered; k++) {
      mean += weights[at + first + k] * scoreGradients[first + k];
    }
    for (int k = 0; k < remembered; k++) {
      scoreGradients[first + k] = weights[at + first + k] * (scoreGradients[first + k] - mean);
    }
    int zeros = length - remembered;
    scoreGradients[first + length] = -zeros * weights[at + first + length] * mean;
  }

  private void scoreBackward(
      float[] keys, int k, int rows, float[] queryGradient, float[] keyGradient) {
    float[] queries = queryExponentials;
    float[] v = vector;
    float[] dv = vectorGradient;
    for (int row = 0; row < rows; row++) {
      float gradient = scoreGradients[row * (length + 1) + k];
      for (int n = row * size; n < (row + 1) * size; n++) {
        float tanh = 1 - 2 / (keys[n] * queries[n] + 1);
        float inner = gradient * v[n] * (1 - tanh * tanh);
        dv[n] += gradient * tanh;
        queryGradient[n] += inner;
        keyGradient[n] += inner;
      }
    }
  }

  /** The gradient of v, once all steps were taken back. */
  float[] vectorGradient() {
    float[] gradient = new float[size];
    for (int n = 0; n < vectorGradient.length; n++) {
      gradient[n % size] += vectorGradient[n];
    }
    return gradient;
  }
}
