package io.cantus.training.network;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that carries a state from step to step, over a packed batch. The forward pass keeps what
 * the backward pass needs, which can be done once. Not thread-safe.
 */
interface RecurrentLayer {

  /**
   * Runs all steps from a zero state.
   *
   * @param input [rows, inputs]
   * @param parameters by name
   */
  void forward(PackedSteps steps, LinearInput input, Map<String, INDArray> parameters);

  /** The outputs of the last forward pass, [rows, units]. */
  RowMatrix output();

  /**
   * Carries a gradient back through the steps of the last forward pass.
   *
   * @param outputGradient gradient with respect to the outputs, [rows, units]
   * @param gradients of the parameters, by name; overwritten
   */
  void backward(
      PackedSteps steps,
      LinearInput input,
      RowMatrix outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients);

  /**
   * Overwrites {@code to} with the gradient with respect to the inputs, after {@link #backward}.
   */
  void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to);

  /** Gives back the arrays that are kept from batch to batch. */
  void release();
}
