package io.cantus.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What {@link LstmLayer} does, made of ND4J's operations. Not thread-safe. */
final class Nd4jLstmLayer implements Nd4jLayer {
  private final int number;
  private final int inputs;
  private final int units;
  private final Nd4jCell cell;
  private INDArray input;
  private INDArray hidden;

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  Nd4jLstmLayer(int number, int inputs, int units) {
    this.number = number;
    this.inputs = inputs;
    this.units = units;
    cell = new Nd4jCell(units);
  }

  @Override
  public INDArray forward(PackedSteps steps, INDArray newInput, Map<String, INDArray> parameters) {
    input = newInput;
    cell.start();
    INDArray sums =
        Blocks.product(input, inputPart(parameters))
            .addiRowVector(parameters.get(EventRnnParameters.bias(number)));
    List<INDArray> outputs = new ArrayList<>();
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      INDArray gates = Blocks.rows(sums, steps.firstRow(step), rows);
      if (step > 0) {
        INDArray before = Blocks.rows(outputs.get(step - 1), 0, rows);
        gates = gates.add(Blocks.product(before, recurrentPart(parameters))).dup('c');
      }
      outputs.add(cell.forward(gates));
    }
    hidden = Blocks.packed(outputs);
    return hidden;
  }

  @Override
  public INDArray backward(
      PackedSteps steps,
      INDArray outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray sums = Blocks.zeros(input, steps.totalRows(), 4L * units);
    INDArray before = Blocks.zeros(input, steps.totalRows(), units);
    INDArray later = null;
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      INDArray gradient = Blocks.rows(outputGradient, first, rows).dup('c');
      if (later != null) {
        gradient.addi(
            Blocks.grown(Blocks.product(later, recurrentPart(parameters).transpose()), rows));
      }
      later = cell.backward(gradient, Blocks.zeros(gradient, rows, units));
      Blocks.rows(sums, first, rows).assign(later);
      if (step > 0) {
        Blocks.rows(before, first, rows)
            .assign(Blocks.rows(hidden, steps.firstRow(step - 1), rows));
      }
    }
    inputPart(gradients).assign(Blocks.product(input.transpose(), sums));
    recurrentPart(gradients).assign(Blocks.product(before.transpose(), sums));
    gradients.get(EventRnnParameters.bias(number)).assign(sums.sum(0));
    return Blocks.product(sums, inputPart(parameters).transpose());
  }

  private INDArray inputPart(Map<String, INDArray> named) {
    return Blocks.rows(named.get(EventRnnParameters.kernel(number)), 0, inputs);
  }

  private INDArray recurrentPart(Map<String, INDArray> named) {
    return Blocks.rows(named.get(EventRnnParameters.kernel(number)), inputs, units);
  }
}
