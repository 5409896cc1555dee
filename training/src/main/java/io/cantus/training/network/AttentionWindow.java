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
  /** Keys and queries beyond ± this, far outside where tanh is flat, would overflow. */
  private static final double LIMIT = 170;

  private final int length;
  private final int size;
  private int room;

  /** For the last steps, each at its number modulo length: [rows, size]. */
  private double[][] keyExponentials;

  private double[][] outputs;
  private double[][] keyGradients;
  private double[][] outputGradients;

  private double[] exponentialOfZeros;
  private double[] queryExponentials;
  private double[] terms;
  private double[] vector;
  private double[] vectorGradient;

  /** For each row the weight of the step before, the one before that ..., and of zeros. */
  private double[] weights = new double[0];

  private double[] scoreGradients;

  AttentionWindow(int length, int size) {
    this.length = length;
    this.size = size;
  }

  /**
   * Gets ready for the first step.
   *
   * @param newVector v
   */
  void start(PackedSteps steps, double[] newVector) {
    reserve(steps.rows(0));
    if (weights.length < steps.totalRows() * (length + 1)) {
      weights = new double[steps.totalRows() * (length + 1)];
    }
    for (int row = 0; row < steps.rows(0); row++) {
      System.arraycopy(newVector, 0, vector, row * size, size);
    }
  }

  private void reserve(int rows) {
    if (room < rows) {
      room = rows;
      keyExponentials = new double[length][rows * size];
      outputs = new double[length][rows * size];
      keyGradients = new double[length][rows * size];
      outputGradients = new double[length][rows * size];
      exponentialOfZeros = new double[rows * size];
      Arrays.fill(exponentialOfZeros, 1);
      queryExponentials = new double[rows * size];
      terms = new double[rows * size];
      vector = new double[rows * size];
      vectorGradient = new double[rows * size];
      scoreGradients = new double[rows * (length + 1)];
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

  private static void exponentials(double[] values, int count) {
    for (int n = 0; n < count; n++) {
      values[n] = Math.exp(2 * Math.max(-LIMIT, Math.min(LIMIT, values[n])));
    }
  }

  /**
   * Looks back from a step.
   *
   * @param queries [rows, size]
   * @param means overwritten, [rows, size]
   */
  void forward(PackedSteps steps, int step, double[] queries, double[] means) {
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
      double[] output = outputs[(step - back) % length];
      for (int row = 0; row < rows; row++) {
        addRow(weights[at + row * (length + 1) + back - 1], output, row, means);
      }
    }
  }

  private void setQueries(double[] queries, int rows) {
    System.arraycopy(queries, 0, queryExponentials, 0, rows * size);
    exponentials(queryExponentials, rows * size);
  }

  /** Writes the scores of a step's keys, one for each row. */
  private void score(double[] keys, int rows, int at) {
    double[] queries = queryExponentials;
    double[] v = vector;
    double[] products = terms;
    for (int n = 0; n < rows * size; n++) {
      products[n] = v[n] * (1 - 2 / (keys[n] * queries[n] + 1));
    }
    for (int row = 0; row < rows; row++) {
      weights[at + row * (length + 1)] = sum(products, row * size, size);
    }
  }

  /** In four sums, which do not wait for one another. */
  private static double sum(double[] numbers, int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
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

  private void addRow(double factor, double[] from, int row, double[] to) {
    for (int n = row * size; n < (row + 1) * size; n++) {
      to[n] += factor * from[n];
    }
  }

  /** Turns scores into weights; the steps before the first all have the same. */
  private void softmax(int at, int remembered) {
    int zeros = length - remembered;
    double largest = weights[at + length];
    for (int k = 0; k < remembered; k++) {
      largest = Math.max(largest, weights[at + k]);
    }
    double total = 0;
    for (int k = 0; k < remembered; k++) {
      weights[at + k] = Math.exp(weights[at + k] - largest);
      total += weights[at + k];
    }
    weights[at + length] = zeros > 0 ? Math.exp(weights[at + length] - largest) : 0;
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
      double[] keyGradient,
      double[] outputGradient) {
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
      PackedSteps steps,
      int step,
      double[] queries,
      double[] meansGradient,
      double[] queryGradient) {
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

  private void multiply(double[] one, double[] other, int count) {
    double[] products = terms;
    for (int n = 0; n < count; n++) {
      products[n] = one[n] * other[n];
    }
  }

  /** Turns the gradients with respect to a row's weights into those with respect to its scores. */
  private void softmaxGradient(int at, int first, int remembered) {
    double mean = 0;
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
      double[] keys, int k, int rows, double[] queryGradient, double[] keyGradient) {
    double[] queries = queryExponentials;
    double[] v = vector;
    double[] dv = vectorGradient;
    for (int row = 0; row < rows; row++) {
      double gradient = scoreGradients[row * (length + 1) + k];
      for (int n = row * size; n < (row + 1) * size; n++) {
        double tanh = 1 - 2 / (keys[n] * queries[n] + 1);
        double inner = gradient * v[n] * (1 - tanh * tanh);
        dv[n] += gradient * tanh;
        queryGradient[n] += inner;
        keyGradient[n] += inner;
      }
    }
  }

  /** The gradient of v, once all steps were taken back. */
  double[] vectorGradient() {
    double[] gradient = new double[size];
    for (int n = 0; n < vectorGradient.length; n++) {
      gradient[n % size] += vectorGradient[n];
    }
    return gradient;
  }
}
