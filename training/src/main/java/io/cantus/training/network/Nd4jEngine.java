package io.cantus.training.network;

import io.cantus.training.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Computes the network by operations of ND4J alone, wherever and in whichever precision ND4J does:
 * on GPUs. On a CPU {@link OpenBlasEngine} is several times as fast. Not thread-safe.
 */
final class Nd4jEngine implements RnnEngine {
  private final NetworkShape shape;
  private final List<Nd4jLayer> layers = new ArrayList<>();

  /** For each layer what goes into it, with its projection behind it if it has one. */
  private final List<INDArray> inputs = new ArrayList<>();

  private final List<Optional<INDArray>> dropped = new ArrayList<>();
  private PackedSteps steps;
  private INDArray top;
  private INDArray logProbabilities;

  Nd4jEngine(NetworkShape shape, int attnLength) {
    this.shape = shape;
    int size = shape.inputSize();
    for (int layer = 0; layer < shape.layerSizes().size(); layer++) {
      int units = shape.layerSizes().get(layer);
      size = shape.projects(layer) ? units : size;
      layers.add(
          layer < shape.attendedLayers()
              ? new Nd4jAttentionLayer(size, units, attnLength)
              : new Nd4jLstmLayer(layer, size, units));
      size = units;
    }
  }

  @Override
  public void forward(
      PackedSteps newSteps,
      INDArray features,
      Map<String, INDArray> parameters,
      IntFunction<Optional<OutputDropout>> dropouts) {
    steps = newSteps;
    inputs.clear();
    dropped.clear();
    INDArray values = pack(features);
    for (int layer = 0; layer < layers.size(); layer++) {
      inputs.add(values);
      INDArray input = values;
      if (shape.projects(layer)) {
        String name = EventRnnParameters.projection(layer);
        input =
            Blocks.product(values, parameters.get(name + "/kernel"))
                .addiRowVector(parameters.get(name + "/bias"));
      }
      values = layers.get(layer).forward(steps, input, parameters);
      if (shape.residualConnections()) {
        values = values.add(input).dup('c');
      }
      int units = shape.layerSizes().get(layer);
      dropped.add(dropouts.apply(layer).map(dropout -> factors(dropout, units)));
      if (dropped.get(layer).isPresent()) {
        values = values.mul(dropped.get(layer).get()).dup('c');
      }
    }
    top = values;
    INDArray logits =
        Blocks.product(top, parameters.get(EventRnnParameters.OUTPUT_WEIGHTS))
            .addiRowVector(parameters.get(EventRnnParameters.OUTPUT_BIASES));
    INDArray below = logits.subColumnVector(logits.max(1));
    INDArray logSums = Transforms.log(Transforms.exp(below, true).sum(1), false);
    logProbabilities = below.subColumnVector(logSums).dup('c');
  }

  private INDArray pack(INDArray features) {
    long size = features.size(1);
    INDArray byStep =
        features.permute(2, 0, 1).dup('c').reshape('c', features.size(2) * features.size(0), size);
    int[] rows = new int[steps.totalRows()];
    for (int step = 0; step < steps.steps(); step++) {
      for (int rank = 0; rank < steps.rows(step); rank++) {
        rows[steps.firstRow(step) + rank] =
            Math.toIntExact(step * features.size(0) + steps.example(rank));
      }
    }
    return Nd4j.pullRows(byStep, 1, rows, 'c');
  }

  /** What each output is multiplied by, [rows, units]. */
  private INDArray factors(OutputDropout dropout, int units) {
    double[] factors = new double[steps.totalRows() * units];
    boolean[] kept = new boolean[steps.rows(0) * units];
    for (int step = 0; step < steps.steps(); step++) {
      dropout.choose(steps, step, units, kept);
      for (int n = 0; n < steps.rows(step) * units; n++) {
        factors[steps.firstRow(step) * units + n] = kept[n] ? dropout.scale() : 0;
      }
    }
    return matrix(factors, units);
  }

  private INDArray matrix(double[] numbers, int columns) {
    return Nd4j.createFromArray(numbers)
        .castTo(inputs.get(0).dataType())
        .reshape('c', numbers.length / columns, columns);
  }

  @Override
  public double[] logProbabilities(int row, int count) {
    return Blocks.rows(logProbabilities, row, count).dup('c').data().asDouble();
  }

  @Override
  public void backward(
      int[] labels,
      double weight,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray logits = logitsGradient(labels, weight);
    gradients
        .get(EventRnnParameters.OUTPUT_WEIGHTS)
        .assign(Blocks.product(top.transpose(), logits));
    gradients.get(EventRnnParameters.OUTPUT_BIASES).assign(logits.sum(0));
    INDArray gradient =
        Blocks.product(logits, parameters.get(EventRnnParameters.OUTPUT_WEIGHTS).transpose());
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      gradient = backward(layer, gradient, parameters, gradients);
    }
  }

  private INDArray logitsGradient(int[] labels, double weight) {
    int classes = shape.numClasses();
    double[] right = new double[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      right[row * classes + labels[row]] = 1;
    }
    return Transforms.exp(logProbabilities, true).subi(matrix(right, classes)).muli(weight);
  }

  /** Carries a gradient back through a layer and all that belongs to it. */
  private INDArray backward(
      int layer,
      INDArray outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray gradient =
        dropped.get(layer).isPresent()
            ? outputGradient.mul(dropped.get(layer).get()).dup('c')
            : outputGradient;
    INDArray below = layers.get(layer).backward(steps, gradient, parameters, gradients);
    if (shape.residualConnections()) {
      below.addi(gradient);
    }
    if (!shape.projects(layer)) {
      return below;
    }
    String name = EventRnnParameters.projection(layer);
    gradients.get(name + "/kernel").assign(Blocks.product(inputs.get(layer).transpose(), below));
    gradients.get(name + "/bias").assign(below.sum(0));
    return Blocks.product(below, parameters.get(name + "/kernel").transpose());
  }

  @Override
  public void release() {
    // ND4J frees its arrays by itself.
  }
}
