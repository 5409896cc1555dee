package io.cantus.training.network;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear layer on top, the probabilities of the classes and the mean cross entropy over the
 * valid steps. Not thread-safe.
 */
final class SoftmaxLayer {
  /** Rows that are read, worked on and written at once. */
  private static final int BLOCK = 64;

  private final int classes;
  private final RowMatrix logits;
  private final double[] block;

  SoftmaxLayer(DataType type, int classes) {
    this.classes = classes;
    logits = new RowMatrix(type, classes);
    block = new double[BLOCK * classes];
  }

  /** The logarithms of the probabilities of the last forward pass, [rows, classes]. */
  RowMatrix logProbabilities() {
    return logits;
  }

  /**
   * Computes the logarithms of the probabilities.
   *
   * @param input [rows, units]
   * @param weights [units, classes]
   */
  void forward(PackedSteps steps, RowMatrix input, INDArray weights, double[] biases) {
    int total = steps.totalRows();
    logits.reserve(total);
    logits.rows(total).setProduct(input.rows(total), RowMatrix.over(weights).rows(input.columns()));
    for (int first = 0; first < total; first += BLOCK) {
      int rows = Math.min(BLOCK, total - first);
      logits.read(first, rows, block);
      for (int row = 0; row < rows; row++) {
        int at = row * classes;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
          block[at + k] += biases[k];
          largest = Math.max(largest, block[at + k]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          sum += Math.exp(block[at + k] - largest);
        }
        double logSum = largest + Math.log(sum);
        for (int k = 0; k < classes; k++) {
          block[at + k] -= logSum;
        }
      }
      logits.write(first, rows, block);
    }
  }

  /** Reads from the logarithms of the last forward pass what happened at every step. */
  StepResults results(PackedSteps steps, int[] labels) {
    int total = steps.totalRows();
    int[] predicted = new int[total];
    double[] crossEntropy = new double[total];
    for (int first = 0; first < total; first += BLOCK) {
      int rows = Math.min(BLOCK, total - first);
      logits.read(first, rows, block);
      for (int row = 0; row < rows; row++) {
        int at = row * classes;
        int best = 0;
        for (int k = 1; k < classes; k++) {
          if (block[at + k] > block[at + best]) {
            best = k;
          }
        }
        predicted[first + row] = best;
        crossEntropy[first + row] = -block[at + labels[first + row]];
      }
    }
    return new StepResults(labels, predicted, crossEntropy);
  }

  /**
   * Carries the gradient of the mean cross entropy back; can be done once after a forward pass.
   *
   * @param weightsGradient overwritten, like {@code weights}
   * @param biasesGradient overwritten
   * @param inputGradient overwritten, [rows, units]
   */
  void backward(
      PackedSteps steps,
      int[] labels,
      RowMatrix input,
      INDArray weights,
      INDArray weightsGradient,
      double[] biasesGradient,
      RowMatrix inputGradient) {
    int total = steps.totalRows();
    Arrays.fill(biasesGradient, 0);
    for (int first = 0; first < total; first += BLOCK) {
      int rows = Math.min(BLOCK, total - first);
      logits.read(first, rows, block);
      for (int row = 0; row < rows; row++) {
        int at = row * classes;
        for (int k = 0; k < classes; k++) {
          block[at + k] = Math.exp(block[at + k]) / total;
        }
        block[at + labels[first + row]] -= 1.0 / total;
        for (int k = 0; k < classes; k++) {
          biasesGradient[k] += block[at + k];
        }
      }
      logits.write(first, rows, block);
    }
    RowMatrix.over(weightsGradient)
        .rows(input.columns())
        .setProductOfTransposed(input.rows(total), logits.rows(total));
    inputGradient
        .reserve(total)
        .rows(total)
        .setProductWithTransposed(
            logits.rows(total), RowMatrix.over(weights).rows(input.columns()));
  }
}
