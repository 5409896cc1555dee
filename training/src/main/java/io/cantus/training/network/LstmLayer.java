package io.cantus.training.network;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One BasicLSTM layer: gates i, j, f, o are [x, h]·kernel + bias, see {@link LstmCell}. The part of
 * the inputs is computed for all steps at once. Not thread-safe.
 */
final class LstmLayer implements RecurrentLayer {
  private final int number;
  private final int inputs;
  private final int units;
  private final LstmCell cell;
  private final RowMatrix gates;
  private final RowMatrix hidden;
  private final RowMatrix previousHidden;
  private final RowMatrix hiddenGradient;
  private double[] dh = new double[0];

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  LstmLayer(DataType type, int number, int inputs, int units) {
    this.number = number;
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(type, units);
    gates = LstmCell.sums(type, units);
    hidden = new RowMatrix(type, units);
    previousHidden = new RowMatrix(type, units);
    hiddenGradient = new RowMatrix(type, units);
  }

  @Override
  public RowMatrix output() {
    return hidden;
  }

  @Override
  public void release() {
    cell.release();
    for (RowMatrix matrix : List.of(gates, hidden, previousHidden, hiddenGradient)) {
      matrix.release();
    }
  }

  private void reserve(PackedSteps steps) {
    for (RowMatrix matrix : List.of(gates, hidden, previousHidden, hiddenGradient)) {
      matrix.reserve(steps.totalRows());
    }
    if (dh.length < steps.rows(0) * units) {
      dh = new double[steps.rows(0) * units];
    }
  }

  @Override
  public void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    RowMatrix kernel = kernel(parameters);
    reserve(steps);
    cell.start(steps, parameters.get(EventRnnParameters.bias(number)).toDoubleVector());
    int total = steps.totalRows();
    gates.rows(total).setProduct(input.rows(total), inputPart(kernel));
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      if (step > 0) {
        Rows before = hidden.rows(steps.firstRow(step - 1), rows);
        gates.rows(first, rows).addProduct(before, recurrentPart(kernel));
        previousHidden.rows(first, rows).set(before);
      }
      cell.forward(steps, step, gates);
      hidden.write(first, rows, cell.hidden());
    }
  }

  @Override
  public void backward(
      PackedSteps steps,
      RowMatrix input,
      RowMatrix outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    Rows recurrentKernel = recurrentPart(kernel(parameters));
    cell.startBackward();
    int total = steps.totalRows();
    hiddenGradient.reserve(total).rows(total).set(outputGradient.rows(total));
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      int rowsOfNext = steps.rows(step + 1);
      if (rowsOfNext > 0) {
        hiddenGradient
            .rows(first, rowsOfNext)
            .addProductWithTransposed(
                gates.rows(steps.firstRow(step + 1), rowsOfNext), recurrentKernel);
      }
      hiddenGradient.read(first, rows, dh);
      cell.backward(steps, step, dh, gates);
    }
    RowMatrix.assign(gradients.get(EventRnnParameters.bias(number)), cell.biasGradient(steps));
    kernelGradient(steps, input, kernel(gradients));
  }

  private void kernelGradient(PackedSteps steps, RowMatrix input, RowMatrix gradient) {
    int total = steps.totalRows();
    inputPart(gradient).setProductOfTransposed(input.rows(total), gates.rows(total));
    // At the first step nothing came before.
    int first = steps.rows(0);
    recurrentPart(gradient)
        .setProductOfTransposed(
            previousHidden.rows(first, total - first), gates.rows(first, total - first));
  }

  @Override
  public void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total)
        .rows(total)
        .setProductWithTransposed(gates.rows(total), inputPart(kernel(parameters)));
  }

  /** The kernel, or its gradient. */
  private RowMatrix kernel(Map<String, INDArray> named) {
    return RowMatrix.over(named.get(EventRnnParameters.kernel(number)));
  }

  private Rows inputPart(RowMatrix kernel) {
    return kernel.rows(0, inputs);
  }

  private Rows recurrentPart(RowMatrix kernel) {
    return kernel.rows(inputs, units);
  }
}
