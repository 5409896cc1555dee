package io.cantus.training.network;

import io.cantus.training.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes the network on the CPU: OpenBLAS for matrix products, loops in Java for the rest, in
 * 32-bit floats. Not thread-safe.
 */
final class OpenBlasEngine implements RnnEngine {
  private final List<Stage> stages = new ArrayList<>();
  private final SparseInput input;
  private final SoftmaxLayer softmax;
  private PackedSteps steps;
  private List<Optional<OutputDropout>> dropouts;

  OpenBlasEngine(NetworkShape shape, int attnLength) {
    int inputs = shape.inputSize();
    for (int layer = 0; layer < shape.layerSizes().size(); layer++) {
      int units = shape.layerSizes().get(layer);
      boolean projects = shape.projects(layer);
      inputs = projects ? units : inputs;
      stages.add(
          new Stage(
              layer < shape.attendedLayers()
                  ? new AttentionLayer(inputs, units, attnLength)
                  : new LstmLayer(layer, inputs, units),
              projects ? Optional.of(new Projection(layer, units)) : Optional.empty(),
              inputs,
              shape.residualConnections()));
      inputs = units;
    }
    input = new SparseInput(shape.inputSize());
    softmax = new SoftmaxLayer(shape.numClasses());
  }

  /** Whether ND4J keeps its arrays where this can reach them, and OpenBLAS is there. */
  static boolean available() {
    if (Nd4j.getExecutioner().type() != OpExecutioner.ExecutionerType.NATIVE_CPU) {
      return false;
    }
    try {
      return Loader.load(openblas_nolapack.class) != null;
    } catch (LinkageError e) {
      return false;
    }
  }

  @Override
  public void forward(
      PackedSteps newSteps,
      INDArray features,
      Map<String, INDArray> parameters,
      IntFunction<Optional<OutputDropout>> newDropouts) {
    steps = newSteps;
    dropouts = new ArrayList<>();
    input.pack(steps, features);
    LinearInput below = input;
    for (int layer = 0; layer < stages.size(); layer++) {
      dropouts.add(newDropouts.apply(layer));
      stages.get(layer).forward(steps, below, parameters, dropouts.get(layer));
      below = stages.get(layer).output();
    }
    softmax.forward(steps, top().output(), parameters);
  }

  private Stage top() {
    return stages.get(stages.size() - 1);
  }

  @Override
  public double[] logProbabilities(int row, int count) {
    float[] stored = softmax.logProbabilities(row, count);
    double[] logs = new double[stored.length];
    for (int n = 0; n < logs.length; n++) {
      logs[n] = stored[n];
    }
    return logs;
  }

  @Override
  public void backward(
      int[] labels,
      double weight,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    softmax.backward(
        steps, labels, weight, top().output(), parameters, gradients, top().outputGradient());
    for (int layer = stages.size() - 1; layer >= 0; layer--) {
      boolean first = layer == 0;
      stages
          .get(layer)
          .backward(
              steps,
              first ? input : stages.get(layer - 1).output(),
              parameters,
              gradients,
              dropouts.get(layer),
              first ? Optional.empty() : Optional.of(stages.get(layer - 1).outputGradient()));
    }
  }

  @Override
  public void release() {
    stages.forEach(Stage::release);
    softmax.release();
  }
}
