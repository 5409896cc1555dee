package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear map with a bias, applied to one step after another of a packed batch. Keeps its inputs,
 * and then the gradients with respect to its outputs, so that the gradient of its kernel is one
 * product for all steps. Not thread-safe.
 */
final class PackedLinear {
  private final RowMatrix inputs;
  private final RowMatrix outputs;
  private final RowMatrix stepInputs;
  private INDArray kernel;
  private double[] bias = new double[0];
  private double[] biasGradient = new double[0];

  PackedLinear(DataType type, int inputs, int outputs) {
    this.inputs = new RowMatrix(type, inputs);
    this.outputs = new RowMatrix(type, outputs);
    stepInputs = new RowMatrix(type, inputs);
  }

  void release() {
    for (RowMatrix matrix : List.of(inputs, outputs, stepInputs)) {
      matrix.release();
    }
  }

  /**
   * Gets ready for the first step.
   *
   * @param newKernel [inputs, outputs]
   * @param newBias as many as outputs
   */
  void start(PackedSteps steps, INDArray newKernel, double[] newBias) {
    inputs.reserve(steps.totalRows());
    outputs.reserve(steps.totalRows());
    stepInputs.reserve(steps.rows(0));
    kernel = newKernel;
    bias = newBias;
    biasGradient = new double[outputs.columns()];
  }

  /**
   * Maps one step.
   *
   * @param from [rows, inputs]
   * @param to overwritten, [rows, outputs]
   */
  void forward(PackedSteps steps, int step, double[] from, double[] to) {
    int first = steps.firstRow(step);
    int rows = steps.rows(step);
    inputs.write(first, rows, from);
    Nd4j.gemm(inputs.rows(first, rows), kernel, outputs.rows(first, rows), false, false, 1.0, 0.0);
    outputs.read(first, rows, to);
    int columns = outputs.columns();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        to[row * columns + column] += bias[column];
      }
    }
  }

  /**
   * Carries the gradient of one step back; every step has its turn once, in any order.
   *
   * @param gradient with respect to the outputs, [rows, outputs]
   * @param inputGradient overwritten, [rows, inputs]
   */
  void backward(PackedSteps steps, int step, double[] gradient, double[] inputGradient) {
    int first = steps.firstRow(step);
    int rows = steps.rows(step);
    outputs.write(first, rows, gradient);
    int columns = outputs.columns();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        biasGradient[column] += gradient[row * columns + column];
      }
    }
    Nd4j.gemm(outputs.rows(first, rows), kernel, stepInputs.rows(rows), false, true, 1.0, 0.0);
    stepInputs.read(0, rows, inputGradient);
  }

  /** The gradient with respect to the bias, once all steps were carried back. */
  double[] biasGradient() {
    return Arrays.copyOf(biasGradient, biasGradient.length);
  }

  /** Overwrites the gradient of the kernel, once all steps were carried back. */
  void kernelGradient(PackedSteps steps, INDArray gradient) {
    int total = steps.totalRows();
    Nd4j.gemm(inputs.rows(total), outputs.rows(total), gradient, true, false, 1.0, 0.0);
  }
}
