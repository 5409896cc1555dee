package io.cantus.training.network;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that carries a state from step to step, over a packed batch, made of ND4J's operations.
 */
interface Nd4jLayer {

  /**
   * Runs all steps from a zero state.
   *
   * @param input [rows, inputs]
   * @return [rows, units]
   */
  INDArray forward(PackedSteps steps, INDArray input, Map<String, INDArray> parameters);

  /**
   * Carries a gradient back through the last forward pass.
   *
   * @param outputGradient [rows, units]
   * @param gradients of the parameters; overwritten
   * @return the gradient with respect to the input
   */
  INDArray backward(
      PackedSteps steps,
      INDArray outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients);
}
