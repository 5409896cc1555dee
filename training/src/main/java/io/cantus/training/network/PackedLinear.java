package io.cantus.training.network;

import java.util.List;

/**
 * A linear map with a bias, applied to one step after another of a packed batch. Keeps its inputs
 * and outputs, over which it then writes the gradients with respect to its outputs, so that the
 * gradient of its kernel is one product for all steps. Not thread-safe.
 */
final class PackedLinear {
  private final RowMatrix inputs;
  private final RowMatrix outputs;
  private final RowMatrix stepInputs;
  private Rows kernel;

  /** The bias for each row of a step, and its gradient for each. */
  private float[] rowBias = new float[0];

  private float[] rowBiasGradient = new float[0];

  /**
   * @param inputs has as many columns as the map takes numbers
   * @param outputs has as many columns as the map gives numbers
   */
  PackedLinear(RowMatrix inputs, RowMatrix outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    stepInputs = inputs.alike();
  }

  void release() {
    for (RowMatrix matrix : List.of(inputs, outputs, stepInputs)) {
      matrix.release();
    }
  }

  /** The products of all steps without the bias, or the gradients with respect to them. */
  RowMatrix outputs() {
    return outputs;
  }

  /**
   * Gets ready for the first step.
   *
   * @param newKernel [inputs, outputs]
   * @param bias as many as outputs
   */
  void start(PackedSteps steps, Rows newKernel, float[] bias) {
    inputs.reserve(steps.totalRows());
    outputs.reserve(steps.totalRows());
    stepInputs.reserve(steps.rows(0));
    kernel = newKernel;
    rowBias = new float[steps.rows(0) * bias.length];
    for (int row = 0; row < steps.rows(0); row++) {
      System.arraycopy(bias, 0, rowBias, row * bias.length, bias.length);
    }
    rowBiasGradient = new float[rowBias.length];
  }

  /**
   * Multiplies the rows of a step.
   *
   * @param from an array for each block of the inputs' columns
   */
  void multiply(PackedSteps steps, int step, float[]... from) {
    int first = steps.firstRow(step);
    int rows = steps.rows(step);
    inputs.write(first, rows, from);
    outputs.rows(first, rows).setProduct(inputs.rows(first, rows), kernel);
  }

  /** Multiplies the rows of a step and adds them to what the outputs hold already. */
  void addProduct(PackedSteps steps, int step, float[] from) {
    int first = steps.firstRow(step);
    int rows = steps.rows(step);
    inputs.write(first, rows, from);
    outputs.rows(first, rows).addProduct(inputs.rows(first, rows), kernel);
  }

  /** Overwrites {@code to} with the products of a step plus the bias. */
  void result(PackedSteps steps, int step, float[] to) {
    int rows = steps.rows(step);
    outputs.read(steps.firstRow(step), rows, to);
    add(rowBias, rows * outputs.columns(), to);
  }

  /** Takes the gradient with respect to the results of a step. */
  void resultGradient(PackedSteps steps, int step, float[] gradient) {
    int rows = steps.rows(step);
    outputs.write(steps.firstRow(step), rows, gradient);
    add(gradient, rows * outputs.columns(), rowBiasGradient);
  }

  private static void add(float[] from, int count, float[] to) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }

  /**
   * Overwrites gradients with respect to the inputs of a step, once that of its outputs is there.
   *
   * @param to an array for each block of the inputs' columns
   */
  void inputGradient(PackedSteps steps, int step, float[]... to) {
    int rows = steps.rows(step);
    stepInputs
        .rows(rows)
        .setProductWithTransposed(outputs.rows(steps.firstRow(step), rows), kernel);
    stepInputs.read(0, rows, to);
  }

  /** The gradient with respect to the bias, once all steps were taken back. */
  float[] biasGradient() {
    float[] gradient = new float[outputs.columns()];
    for (int n = 0; n < rowBiasGradient.length; n++) {
      gradient[n % gradient.length] += rowBiasGradient[n];
    }
    return gradient;
  }

  /** Overwrites the gradient of the kernel, once all steps were taken back. */
  void kernelGradient(PackedSteps steps, Rows gradient) {
    inputs.addKernelGradient(0, steps.totalRows(), outputs, gradient.clear());
  }
}
