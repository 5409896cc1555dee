package io.cantus.training.network;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
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
  Projection(DataType type, int number, int units) {
    name = EventRnnParameters.projection(number);
    output = new RowMatrix(type, units);
    ones = new RowMatrix(type, 1);
  }

  void release() {
    output.release();
    ones.release();
  }

  RowMatrix output() {
    return output;
  }

  void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    int total = steps.totalRows();
    RowMatrix bias = bias(parameters);
    Rows result = output.reserve(total).rows(total);
    result.setProduct(input.rows(total), kernel(input, parameters));
    result.addProduct(ones(total), bias.rows(1));
  }

  /**
   * @param outputGradient [rows, units]
   * @param gradients of the parameters; overwritten
   */
  void backward(
      PackedSteps steps,
      RowMatrix input,
      RowMatrix outputGradient,
      Map<String, INDArray> gradients) {
    int total = steps.totalRows();
    Rows gradient = outputGradient.rows(total);
    kernel(input, gradients).setProductOfTransposed(input.rows(total), gradient);
    bias(gradients).rows(1).setProductOfTransposed(ones(total), gradient);
  }

  void inputGradient(
      PackedSteps steps, RowMatrix outputGradient, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total)
        .rows(total)
        .setProductWithTransposed(outputGradient.rows(total), kernel(to, parameters));
  }

  private Rows kernel(RowMatrix input, Map<String, INDArray> named) {
    return RowMatrix.over(named.get(name + "/kernel")).rows(input.columns());
  }

  private RowMatrix bias(Map<String, INDArray> named) {
    return RowMatrix.over(named.get(name + "/bias"));
  }

  private Rows ones(int count) {
    double[] numbers = new double[count];
    Arrays.fill(numbers, 1);
    ones.reserve(count).write(0, count, numbers);
    return ones.rows(count);
  }
}
