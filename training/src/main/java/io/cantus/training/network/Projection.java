package io.cantus.training.network;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear map that brings a layer's input to the layer's size, so that it can be added to its
 * output; for all steps at once. Not thread-safe.
 */
final class Projection {
  private final String name;
  private final RowMatrix output;

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  Projection(DataType type, int number, int units) {
    name = EventRnnParameters.projection(number);
    output = new RowMatrix(type, units);
  }

  void release() {
    output.release();
  }

  RowMatrix output() {
    return output;
  }

  void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    int total = steps.totalRows();
    INDArray product = output.reserve(total).rows(total);
    Nd4j.gemm(input.rows(total), kernel(parameters), product, false, false, 1.0, 0.0);
    product.addiRowVector(parameters.get(name + "/bias"));
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
    INDArray gradient = outputGradient.rows(total);
    Nd4j.gemm(input.rows(total), gradient, kernel(gradients), true, false, 1.0, 0.0);
    gradients.get(name + "/bias").assign(gradient.sum(0));
  }

  void inputGradient(
      PackedSteps steps, RowMatrix outputGradient, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    INDArray result = to.reserve(total).rows(total);
    Nd4j.gemm(outputGradient.rows(total), kernel(parameters), result, false, true, 1.0, 0.0);
  }

  private INDArray kernel(Map<String, INDArray> parameters) {
    return parameters.get(name + "/kernel");
  }
}
