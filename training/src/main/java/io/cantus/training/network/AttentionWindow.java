package io.cantus.training.network;

import java.util.Arrays;

/**
 * The part of attention without matrices: a query scores the keys of the last steps, s = v·tanh(key
 * + query), and gets the mean of these steps' outputs, weighed by the softmax of the scores. Steps
 * before the first have keys and outputs of zeros and take part. Rows are those of a packed batch,
 * so that a sequence's last step lies where it lay then. Not thread-safe.
 */
final class AttentionWindow {
  private final int length;
  private final int size;
  private double[] keys = new double[0];
  private double[] outputs = new double[0];
  private double[] queries = new double[0];
  private double[] keyGradients = new double[0];
  private double[] outputGradients = new double[0];

  /**
   * For each row the weights of the steps before, the oldest first, and of one before the first.
   */
  private double[] weights = new double[0];

  private final double[] tanhs;
  private final double[] scoreGradients;
  private double[] vector;
  private final double[] vectorGradient;

  AttentionWindow(int length, int size) {
    this.length = length;
    this.size = size;
    tanhs = new double[size];
    scoreGradients = new double[length + 1];
    vectorGradient = new double[size];
  }

  /**
   * Gets ready for the first step.
   *
   * @param newVector v
   */
  void start(PackedSteps steps, double[] newVector) {
    int needed = steps.totalRows() * size;
    if (keys.length < needed) {
      keys = new double[needed];
      outputs = new double[needed];
      queries = new double[needed];
      keyGradients = new double[needed];
      outputGradients = new double[needed];
      weights = new double[steps.totalRows() * (length + 1)];
    }
    vector = newVector;
  }

  /** Remembers keys and outputs of a step, each [rows, size]. */
  void remember(PackedSteps steps, int step, double[] stepKeys, double[] stepOutputs) {
    int from = steps.firstRow(step) * size;
    int count = steps.rows(step) * size;
    System.arraycopy(stepKeys, 0, keys, from, count);
    System.arraycopy(stepOutputs, 0, outputs, from, count);
  }

  /**
   * Looks back from a step.
   *
   * @param stepQueries [rows, size]
   * @param means overwritten, [rows, size]
   */
  void forward(PackedSteps steps, int step, double[] stepQueries, double[] means) {
    int rows = steps.rows(step);
    System.arraycopy(stepQueries, 0, queries, steps.firstRow(step) * size, rows * size);
    int remembered = Math.min(step, length);
    Arrays.fill(means, 0, rows * size, 0);
    for (int row = 0; row < rows; row++) {
      int at = weightsOf(steps, step, row);
      for (int back = remembered; back > 0; back--) {
        int key = (steps.firstRow(step - back) + row) * size;
        weights[at + remembered - back] = score(keys, key, stepQueries, row * size);
      }
      weights[at + length] = remembered < length ? scoreOfZeros(stepQueries, row * size) : 0;
      softmax(at, remembered);
      for (int back = remembered; back > 0; back--) {
        double weight = weights[at + remembered - back];
        int output = (steps.firstRow(step - back) + row) * size;
        for (int a = 0; a < size; a++) {
          means[row * size + a] += weight * outputs[output + a];
        }
      }
    }
  }

  private int weightsOf(PackedSteps steps, int step, int row) {
    return (steps.firstRow(step) + row) * (length + 1);
  }

  private double score(double[] from, int key, double[] stepQueries, int query) {
    double score = 0;
    for (int a = 0; a < size; a++) {
      score += vector[a] * Activations.tanh(from[key + a] + stepQueries[query + a]);
    }
    return score;
  }

  private double scoreOfZeros(double[] stepQueries, int query) {
    Arrays.fill(tanhs, 0);
    return score(tanhs, 0, stepQueries, query);
  }

  /** Turns scores into weights; the steps before the first all have the same. */
  private void softmax(int at, int remembered) {
    int zeros = length - remembered;
    double largest = zeros > 0 ? weights[at + length] : Double.NEGATIVE_INFINITY;
    for (int k = 0; k < remembered; k++) {
      largest = Math.max(largest, weights[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < remembered; k++) {
      weights[at + k] = Math.exp(weights[at + k] - largest);
      sum += weights[at + k];
    }
    weights[at + length] = zeros > 0 ? Math.exp(weights[at + length] - largest) : 0;
    sum += zeros * weights[at + length];
    for (int k = 0; k < remembered; k++) {
      weights[at + k] /= sum;
    }
    weights[at + length] /= sum;
  }

  /** Gets ready for the way back, which begins with the last step. */
  void startBackward() {
    Arrays.fill(keyGradients, 0);
    Arrays.fill(outputGradients, 0);
    Arrays.fill(vectorGradient, 0);
  }

  /**
   * Takes a step back; gradients of earlier steps' keys and outputs are gathered.
   *
   * @param meansGradient [rows, size]
   * @param queryGradient overwritten, [rows, size]
   */
  void backward(PackedSteps steps, int step, double[] meansGradient, double[] queryGradient) {
    int rows = steps.rows(step);
    int remembered = Math.min(step, length);
    int zeros = length - remembered;
    Arrays.fill(queryGradient, 0, rows * size, 0);
    for (int row = 0; row < rows; row++) {
      int at = weightsOf(steps, step, row);
      int mean = row * size;
      double weighed = 0;
      for (int back = remembered; back > 0; back--) {
        int output = (steps.firstRow(step - back) + row) * size;
        double weight = weights[at + remembered - back];
        double gradient = 0;
        for (int a = 0; a < size; a++) {
          gradient += meansGradient[mean + a] * outputs[output + a];
          outputGradients[output + a] += weight * meansGradient[mean + a];
        }
        scoreGradients[remembered - back] = gradient;
        weighed += weight * gradient;
      }
      int query = (steps.firstRow(step) + row) * size;
      for (int back = remembered; back > 0; back--) {
        int k = remembered - back;
        int key = (steps.firstRow(step - back) + row) * size;
        double gradient = weights[at + k] * (scoreGradients[k] - weighed);
        for (int a = 0; a < size; a++) {
          double tanh = Activations.tanh(keys[key + a] + queries[query + a]);
          double inner = gradient * vector[a] * (1 - tanh * tanh);
          vectorGradient[a] += gradient * tanh;
          queryGradient[mean + a] += inner;
          keyGradients[key + a] += inner;
        }
      }
      if (zeros > 0) {
        double gradient = -zeros * weights[at + length] * weighed;
        for (int a = 0; a < size; a++) {
          double tanh = Activations.tanh(queries[query + a]);
          vectorGradient[a] += gradient * tanh;
          queryGradient[mean + a] += gradient * vector[a] * (1 - tanh * tanh);
        }
      }
    }
  }

  /** Copies the gradients of a step's keys and outputs, once all later steps were taken back. */
  void gradientsOf(
      PackedSteps steps, int step, double[] stepKeyGradients, double[] stepOutputGradients) {
    int from = steps.firstRow(step) * size;
    int count = steps.rows(step) * size;
    System.arraycopy(keyGradients, from, stepKeyGradients, 0, count);
    System.arraycopy(outputGradients, from, stepOutputGradients, 0, count);
  }

  /** The gradient of v, once all steps were taken back. */
  double[] vectorGradient() {
    return vectorGradient.clone();
  }
}
