package io.cantus.training.network;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    INDArray kernel = parameters.get(EventRnnParameters.kernel(number));
    reserve(steps);
    cell.start(steps, parameters.get(EventRnnParameters.bias(number)).toDoubleVector());
    int total = steps.totalRows();
    Nd4j.gemm(input.rows(total), inputPart(kernel), gates.rows(total), false, false, 1.0, 0.0);
    INDArray recurrentKernel = recurrentPart(kernel);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      if (step > 0) {
        INDArray before = hidden.rows(steps.firstRow(step - 1), rows);
        Nd4j.gemm(before, recurrentKernel, gates.rows(first, rows), false, false, 1.0, 1.0);
        previousHidden.rows(first, rows).assign(before);
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
    INDArray recurrentKernel = recurrentPart(parameters.get(EventRnnParameters.kernel(number)));
    cell.startBackward();
    int total = steps.totalRows();
    hiddenGradient.rows(total).assign(outputGradient.rows(total));
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      int rowsOfNext = steps.rows(step + 1);
      if (rowsOfNext > 0) {
        Nd4j.gemm(
            gates.rows(steps.firstRow(step + 1), rowsOfNext),
            recurrentKernel,
            hiddenGradient.rows(first, rowsOfNext),
            false,
            true,
            1.0,
            1.0);
      }
      hiddenGradient.read(first, rows, dh);
      cell.backward(steps, step, dh, gates);
    }
    RowMatrix.assign(gradients.get(EventRnnParameters.bias(number)), cell.biasGradient(steps));
    kernelGradient(steps, input, gradients.get(EventRnnParameters.kernel(number)));
  }

  private void kernelGradient(PackedSteps steps, RowMatrix input, INDArray kernelGradient) {
    int total = steps.totalRows();
    Nd4j.gemm(
        input.rows(total), gates.rows(total), inputPart(kernelGradient), true, false, 1.0, 0.0);
    int firstRecurrent = steps.rows(0);
    int recurrentRows = total - firstRecurrent;
    if (recurrentRows > 0) {
      Nd4j.gemm(
          previousHidden.rows(firstRecurrent, recurrentRows),
          gates.rows(firstRecurrent, recurrentRows),
          recurrentPart(kernelGradient),
          true,
          false,
          1.0,
          0.0);
    } else {
      recurrentPart(kernelGradient).assign(0);
    }
  }

  @Override
  public void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    INDArray kernel = parameters.get(EventRnnParameters.kernel(number));
    Nd4j.gemm(
        gates.rows(total), inputPart(kernel), to.reserve(total).rows(total), false, true, 1.0, 0.0);
  }

  private INDArray inputPart(INDArray kernel) {
    return part(kernel, 0, inputs);
  }

  private INDArray recurrentPart(INDArray kernel) {
    return part(kernel, inputs, units);
  }

  private INDArray part(INDArray kernel, int row, int rows) {
    return RowMatrix.view(kernel, 4L * units * row, rows, 4L * units);
  }
}
