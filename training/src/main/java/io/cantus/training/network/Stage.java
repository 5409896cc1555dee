package io.cantus.training.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrent layer and what belongs to it: with a residual connection its input, brought to its
 * size where that is another, is added to its output; then comes dropout. Not thread-safe.
 */
final class Stage {
  private final RecurrentLayer layer;
  private final Optional<Projection> projection;
  private final Optional<RowMatrix> sum;
  private final RowMatrix dropped;
  private final RowMatrix outputGradient;
  private final RowMatrix layerInputGradient;
  private RowMatrix output;

  /**
   * @param projection what the input goes through first
   * @param inputs numbers that the layer itself takes
   */
  Stage(
      RecurrentLayer layer,
      Optional<Projection> projection,
      int inputs,
      boolean residualConnections) {
    this.layer = layer;
    this.projection = projection;
    int units = layer.output().columns();
    sum = residualConnections ? Optional.of(new RowMatrix(units)) : Optional.empty();
    dropped = new RowMatrix(units);
    outputGradient = new RowMatrix(units);
    layerInputGradient = new RowMatrix(inputs);
    output = layer.output();
  }

  void release() {
    layer.release();
    projection.ifPresent(Projection::release);
    sum.ifPresent(RowMatrix::release);
    List.of(dropped, outputGradient, layerInputGradient).forEach(RowMatrix::release);
  }

  /** What the last forward pass gave to the next stage, [rows, units]. */
  RowMatrix output() {
    return output;
  }

  /** The gradient with respect to that, to be written before the way back. */
  RowMatrix outputGradient() {
    return outputGradient;
  }

  /**
   * Runs all steps from a zero state.
   *
   * @param dropout none if nothing is dropped
   */
  void forward(
      PackedSteps steps,
      LinearInput input,
      Map<String, INDArray> parameters,
      Optional<OutputDropout> dropout) {
    projection.ifPresent(linear -> linear.forward(steps, input, parameters));
    layer.forward(steps, layerInput(input), parameters);
    output = layer.output();
    int total = steps.totalRows();
    if (sum.isPresent()) {
      RowMatrix both = sum.get().reserve(total);
      both.rows(total).set(output.rows(total));
      layerInput(input).addTo(steps, both);
      output = both;
    }
    if (dropout.isPresent()) {
      drop(dropout.get(), steps, output, dropped.reserve(total));
      output = dropped;
    }
  }

  private static void drop(OutputDropout dropout, PackedSteps steps, RowMatrix from, RowMatrix to) {
    int units = from.columns();
    float[] values = new float[steps.rows(0) * units];
    boolean[] kept = new boolean[values.length];
    float scale = (float) dropout.scale();
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      from.read(steps.firstRow(step), rows, values);
      dropout.choose(steps, step, units, kept);
      for (int n = 0; n < rows * units; n++) {
        values[n] = kept[n] ? values[n] * scale : 0;
      }
      to.write(steps.firstRow(step), rows, values);
    }
  }

  private LinearInput layerInput(LinearInput input) {
    return projection.isPresent() ? projection.get().output() : input;
  }

  /**
   * Carries {@link #outputGradient} back through the steps of the last forward pass.
   *
   * @param gradients of the parameters; overwritten
   * @param inputGradient overwritten; none if nobody asks for it
   */
  void backward(
      PackedSteps steps,
      LinearInput input,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      Optional<OutputDropout> dropout,
      Optional<RowMatrix> inputGradient) {
    dropout.ifPresent(chosen -> drop(chosen, steps, outputGradient, outputGradient));
    layer.backward(steps, layerInput(input), outputGradient, parameters, gradients);
    if (projection.isPresent()) {
      layerInputGradient(steps, parameters, layerInputGradient);
      projection.get().backward(steps, input, layerInputGradient, gradients);
      inputGradient.ifPresent(
          to -> projection.get().inputGradient(steps, layerInputGradient, parameters, to));
    } else {
      inputGradient.ifPresent(to -> layerInputGradient(steps, parameters, to));
    }
  }

  private void layerInputGradient(
      PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    layer.inputGradient(steps, parameters, to);
    int total = steps.totalRows();
    if (sum.isPresent()) {
      to.rows(total).add(outputGradient.rows(total));
    }
  }
}
