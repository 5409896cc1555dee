package io.cantus.training.network;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linear layer on top, the probabilities of the classes and the cross entropy. Not thread-safe.
 */
final class SoftmaxLayer {
  /** Rows that are read, worked on and written at once. */
  private static final int BLOCK = 64;

  private final int classes;
  private final RowMatrix logProbabilities;
  private final float[] block;
  private final float[] exponentials;
  private final float[] scratch;

  SoftmaxLayer(int classes) {
    this.classes = classes;
    logProbabilities = new RowMatrix(classes);
    block = new float[BLOCK * classes];
    exponentials = new float[BLOCK * classes];
    scratch = new float[BLOCK * classes];
  }

  void release() {
    logProbabilities.release();
  }

  /** Computes the logarithms of the probabilities from the outputs of the layers below. */
  void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    int total = steps.totalRows();
    float[] biases = parameters.get(EventRnnParameters.OUTPUT_BIASES).toFloatVector();
    logProbabilities.reserve(total);
    input.multiply(0, total, weights(input, parameters), logProbabilities);
    for (int first = 0; first < total; first += BLOCK) {
      int rows = Math.min(BLOCK, total - first);
      logProbabilities.read(first, rows, block);
      for (int row = 0; row < rows; row++) {
        subtractLargest(row * classes, biases);
      }
      System.arraycopy(block, 0, exponentials, 0, rows * classes);
      Activations.exp(exponentials, rows * classes, scratch);
      for (int row = 0; row < rows; row++) {
        subtractLogSum(row * classes);
      }
      logProbabilities.write(first, rows, block);
    }
  }

  private void subtractLargest(int at, float[] biases) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      block[at + k] += biases[k];
      largest = Math.max(largest, block[at + k]);
    }
    for (int k = 0; k < classes; k++) {
      block[at + k] -= largest;
    }
  }

  private void subtractLogSum(int at) {
    float sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += exponentials[at + k];
    }
    float logSum = (float) Math.log(sum);
    for (int k = 0; k < classes; k++) {
      block[at + k] -= logSum;
    }
  }

  /** Copies the logarithms of the probabilities of the first {@code to.length / classes} rows. */
  float[] logProbabilities(int row, int count) {
    float[] copy = new float[count * classes];
    logProbabilities.read(row, count, copy);
    return copy;
  }

  /**
   * Carries the gradient of the cross entropy back, once the forward pass is done.
   *
   * @param labels the right class of each row
   * @param weight of a row in the loss
   * @param gradients of the parameters; overwritten
   * @param inputGradient overwritten, [rows, units]
   */
  void backward(
      PackedSteps steps,
      int[] labels,
      double weight,
      RowMatrix input,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      RowMatrix inputGradient) {
    int total = steps.totalRows();
    float scale = (float) weight;
    float[] biasesGradient = new float[classes];
    for (int first = 0; first < total; first += BLOCK) {
      int rows = Math.min(BLOCK, total - first);
      logProbabilities.read(first, rows, block);
      Activations.exp(block, rows * classes, scratch);
      for (int row = 0; row < rows; row++) {
        int at = row * classes;
        block[at + labels[first + row]] -= 1;
        for (int k = 0; k < classes; k++) {
          block[at + k] *= scale;
          biasesGradient[k] += block[at + k];
        }
      }
      logProbabilities.write(first, rows, block);
    }
    RowMatrix.over(gradients.get(EventRnnParameters.OUTPUT_BIASES)).write(0, 1, biasesGradient);
    input.addKernelGradient(0, total, logProbabilities, weights(input, gradients).clear());
    inputGradient
        .reserve(total)
        .rows(total)
        .setProductWithTransposed(logProbabilities.rows(total), weights(input, parameters));
  }

  private static Rows weights(RowMatrix input, Map<String, INDArray> named) {
    return RowMatrix.over(named.get(EventRnnParameters.OUTPUT_WEIGHTS)).rows(input.columns());
  }
}
