package io.cantus.training.network;

import io.cantus.training.NetworkShape;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes an event network over one packed batch after another. All engines drive the same named
 * parameters, see {@link EventRnnParameters}. Not thread-safe.
 */
interface RnnEngine {

  /** The fastest engine there is for a type of numbers and ND4J's backend. */
  static RnnEngine of(NetworkShape shape, int attnLength, DataType type) {
    return type == DataType.FLOAT && OpenBlasEngine.available()
        ? new OpenBlasEngine(shape, attnLength)
        : new Nd4jEngine(shape, attnLength);
  }

  /**
   * Runs all steps from a zero state, and keeps what the way back needs.
   *
   * @param features [examples, input size, steps]
   * @param dropouts that of each layer, counted from 0 at the input; none if nothing is dropped
   */
  void forward(
      PackedSteps steps,
      INDArray features,
      Map<String, INDArray> parameters,
      IntFunction<Optional<OutputDropout>> dropouts);

  /**
   * The logarithms of the probabilities that the last forward pass gave, [count, classes].
   *
   * @param row first row
   */
  double[] logProbabilities(int row, int count);

  /**
   * Carries the gradient of the cross entropy back through the last forward pass, which can be done
   * once.
   *
   * @param labels the right class of each row
   * @param weight of a row in the loss
   * @param gradients of the parameters; overwritten
   */
  void backward(
      int[] labels,
      double weight,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients);

  /** Gives back at once what is kept from batch to batch outside the Java heap. */
  void release();
}
