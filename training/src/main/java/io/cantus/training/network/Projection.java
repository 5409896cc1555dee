package io.cantus.training.network;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear map that brings a layer's input to the layer's size, so that it can be added to its
 * output; for all steps at once. Not thread-safe.
 */
final class Projection {
  private final String name;
  private final RowMatrix output;
  private final RowMatrix ones;

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  Projection(int number, int units) {
    name = EventRnnParameters.projection(number);
    output = new RowMatrix(units);
    ones = new RowMatrix(1);
  }

  void release() {
    output.release();
    ones.release();
  }

  RowMatrix output() {
    return output;
  }

  void forward(PackedSteps steps, LinearInput input, Map<String, INDArray> parameters) {
    int total = steps.totalRows();
    RowMatrix bias = bias(parameters);
    input.multiply(0, total, kernel(input, parameters), output.reserve(total));
    output.rows(total).addProduct(ones(total), bias.rows(1));
  }

  /**
   * @param outputGradient [rows, units]
   * @param gradients of the parameters; overwritten
   */
  void backward(
      PackedSteps steps,
      LinearInput input,
      RowMatrix outputGradient,
      Map<String, INDArray> gradients) {
    int total = steps.totalRows();
    input.addKernelGradient(0, total, outputGradient, kernel(input, gradients).clear());
    bias(gradients).rows(1).clear().addProductOfTransposed(ones(total), outputGradient.rows(total));
  }

  void inputGradient(
      PackedSteps steps, RowMatrix outputGradient, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total)
        .rows(total)
        .setProductWithTransposed(outputGradient.rows(total), kernel(to, parameters));
  }

  private Rows kernel(LinearInput input, Map<String, INDArray> named) {
    return RowMatrix.over(named.get(name + "/kernel")).rows(input.columns());
  }

  private RowMatrix bias(Map<String, INDArray> named) {
    return RowMatrix.over(named.get(name + "/bias"));
  }

  private Rows ones(int count) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, 1);
    ones.reserve(count).write(0, count, numbers);
    return ones.rows(count);
  }
}
