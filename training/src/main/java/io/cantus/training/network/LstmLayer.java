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
  private final RowMatrix stepHidden;
  private final RowMatrix stepGates;
  private double[] z = new double[0];
  private double[] recurrent = new double[0];
  private double[] dh = new double[0];

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  LstmLayer(DataType type, int number, int inputs, int units) {
    this.number = number;
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(type, units);
    gates = new RowMatrix(type, 4 * units);
    hidden = new RowMatrix(type, units);
    previousHidden = new RowMatrix(type, units);
    stepHidden = new RowMatrix(type, units);
    stepGates = new RowMatrix(type, 4 * units);
  }

  @Override
  public RowMatrix output() {
    return hidden;
  }

  @Override
  public void release() {
    cell.release();
    for (RowMatrix matrix : List.of(gates, hidden, previousHidden, stepHidden, stepGates)) {
      matrix.release();
    }
  }

  private void reserve(PackedSteps steps) {
    for (RowMatrix matrix : List.of(gates, hidden, previousHidden)) {
      matrix.reserve(steps.totalRows());
    }
    stepHidden.reserve(steps.rows(0));
    stepGates.reserve(steps.rows(0));
    int size = steps.rows(0) * units;
    if (dh.length < size) {
      z = new double[4 * size];
      recurrent = new double[4 * size];
      dh = new double[size];
    }
  }

  @Override
  public void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    INDArray kernel = parameters.get(EventRnnParameters.kernel(number));
    double[] bias = parameters.get(EventRnnParameters.bias(number)).toDoubleVector();
    reserve(steps);
    cell.start(steps);
    int total = steps.totalRows();
    Nd4j.gemm(input.rows(total), inputPart(kernel), gates.rows(total), false, false, 1.0, 0.0);
    INDArray recurrentKernel = recurrentPart(kernel);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      gates.read(first, rows, z);
      if (step > 0) {
        stepHidden.write(0, rows, cell.hidden());
        previousHidden.write(first, rows, cell.hidden());
        Nd4j.gemm(
            stepHidden.rows(rows), recurrentKernel, stepGates.rows(rows), false, false, 1.0, 0.0);
        stepGates.read(0, rows, recurrent);
        for (int n = 0; n < 4 * rows * units; n++) {
          z[n] += recurrent[n];
        }
      }
      cell.forward(steps, step, z, bias);
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
    double[] biasGradient = new double[4 * units];
    cell.startBackward();
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      outputGradient.read(first, rows, dh);
      int rowsOfNext = steps.rows(step + 1);
      if (rowsOfNext > 0) {
        Nd4j.gemm(
            stepGates.rows(rowsOfNext),
            recurrentKernel,
            stepHidden.rows(rowsOfNext),
            false,
            true,
            1.0,
            0.0);
        stepHidden.read(0, rowsOfNext, recurrent);
        for (int n = 0; n < rowsOfNext * units; n++) {
          dh[n] += recurrent[n];
        }
      }
      cell.backward(steps, step, dh, z);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < 4 * units; column++) {
          biasGradient[column] += z[4 * row * units + column];
        }
      }
      gates.write(first, rows, z);
      stepGates.write(0, rows, z);
    }
    RowMatrix.assign(gradients.get(EventRnnParameters.bias(number)), biasGradient);
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
