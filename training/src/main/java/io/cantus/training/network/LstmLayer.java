package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One BasicLSTM layer over a packed batch: z = [x, h]·kernel + bias in gates i, j, f, o; c' = c·σ(f
 * + 1) + σ(i)·tanh(j); h' = tanh(c')·σ(o). The forward pass keeps what the backward pass needs. Not
 * thread-safe.
 */
final class LstmLayer {
  private static final double FORGET_BIAS = 1.0;

  private final int inputs;
  private final int units;
  private final RowMatrix gates;
  private final RowMatrix cells;
  private final RowMatrix cellTanh;
  private final RowMatrix hidden;
  private final RowMatrix previousHidden;
  private final RowMatrix stepHidden;
  private final RowMatrix stepGates;
  private double[] z = new double[0];
  private double[] recurrent = new double[0];
  private double[] c = new double[0];
  private double[] previousC = new double[0];
  private double[] tanhC = new double[0];
  private double[] h = new double[0];

  LstmLayer(DataType type, int inputs, int units) {
    this.inputs = inputs;
    this.units = units;
    gates = new RowMatrix(type, 4 * units);
    cells = new RowMatrix(type, units);
    cellTanh = new RowMatrix(type, units);
    hidden = new RowMatrix(type, units);
    previousHidden = new RowMatrix(type, units);
    stepHidden = new RowMatrix(type, units);
    stepGates = new RowMatrix(type, 4 * units);
  }

  /** Its outputs h' of the last forward pass, [rows, units]. */
  RowMatrix hidden() {
    return hidden;
  }

  void release() {
    for (RowMatrix matrix :
        List.of(gates, cells, cellTanh, hidden, previousHidden, stepHidden, stepGates)) {
      matrix.release();
    }
  }

  private void reserve(PackedSteps steps) {
    for (RowMatrix matrix : List.of(gates, cells, cellTanh, hidden, previousHidden)) {
      matrix.reserve(steps.totalRows());
    }
    stepHidden.reserve(steps.rows(0));
    stepGates.reserve(steps.rows(0));
    int size = steps.rows(0) * units;
    if (c.length < size) {
      z = new double[4 * size];
      recurrent = new double[4 * size];
      c = new double[size];
      previousC = new double[size];
      tanhC = new double[size];
      h = new double[size];
    }
  }

  /**
   * Runs all steps from a zero state.
   *
   * @param input [rows, inputs]
   * @param kernel [inputs + units, 4 * units]
   * @param bias 4 * units
   */
  void forward(PackedSteps steps, RowMatrix input, INDArray kernel, double[] bias) {
    reserve(steps);
    int total = steps.totalRows();
    Nd4j.gemm(input.rows(total), inputPart(kernel), gates.rows(total), false, false, 1.0, 0.0);
    INDArray recurrentKernel = recurrentPart(kernel);
    Arrays.fill(c, 0);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      gates.read(first, rows, z);
      if (step > 0) {
        stepHidden.write(0, rows, h);
        previousHidden.write(first, rows, h);
        Nd4j.gemm(
            stepHidden.rows(rows), recurrentKernel, stepGates.rows(rows), false, false, 1.0, 0.0);
        stepGates.read(0, rows, recurrent);
      } else {
        Arrays.fill(recurrent, 0);
      }
      for (int row = 0; row < rows; row++) {
        int at = row * units;
        int i = 4 * at;
        int j = i + units;
        int f = j + units;
        int o = f + units;
        for (int u = 0; u < units; u++) {
          double in = sigmoid(z[i + u] + recurrent[i + u] + bias[u]);
          double candidate = tanh(z[j + u] + recurrent[j + u] + bias[units + u]);
          double forget = sigmoid(z[f + u] + recurrent[f + u] + bias[2 * units + u] + FORGET_BIAS);
          double out = sigmoid(z[o + u] + recurrent[o + u] + bias[3 * units + u]);
          double cell = c[at + u] * forget + in * candidate;
          double cellOut = tanh(cell);
          z[i + u] = in;
          z[j + u] = candidate;
          z[f + u] = forget;
          z[o + u] = out;
          c[at + u] = cell;
          tanhC[at + u] = cellOut;
          h[at + u] = cellOut * out;
        }
      }
      gates.write(first, rows, z);
      cells.write(first, rows, c);
      cellTanh.write(first, rows, tanhC);
      hidden.write(first, rows, h);
    }
  }

  /**
   * Carries a gradient back through the steps of the last forward pass, which can be done once.
   *
   * @param outputGradient gradient with respect to the outputs, [rows, units]
   * @param kernelGradient overwritten, like {@code kernel}
   * @param biasGradient overwritten, 4 * units
   */
  void backward(
      PackedSteps steps,
      RowMatrix input,
      RowMatrix outputGradient,
      INDArray kernel,
      INDArray kernelGradient,
      double[] biasGradient) {
    INDArray recurrentKernel = recurrentPart(kernel);
    double[] dh = h;
    double[] fromNext = recurrent;
    double[] dc = c;
    Arrays.fill(dc, 0);
    Arrays.fill(biasGradient, 0);
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
        stepHidden.read(0, rowsOfNext, fromNext);
        for (int n = 0; n < rowsOfNext * units; n++) {
          dh[n] += fromNext[n];
        }
      }
      gates.read(first, rows, z);
      cellTanh.read(first, rows, tanhC);
      if (step > 0) {
        cells.read(steps.firstRow(step - 1), rows, previousC);
      } else {
        Arrays.fill(previousC, 0);
      }
      for (int row = 0; row < rows; row++) {
        int at = row * units;
        int i = 4 * at;
        int j = i + units;
        int f = j + units;
        int o = f + units;
        for (int u = 0; u < units; u++) {
          double in = z[i + u];
          double candidate = z[j + u];
          double forget = z[f + u];
          double out = z[o + u];
          double cellOut = tanhC[at + u];
          double dCell = dc[at + u] + dh[at + u] * out * (1 - cellOut * cellOut);
          z[i + u] = dCell * candidate * in * (1 - in);
          z[j + u] = dCell * in * (1 - candidate * candidate);
          z[f + u] = dCell * previousC[at + u] * forget * (1 - forget);
          z[o + u] = dh[at + u] * cellOut * out * (1 - out);
          dc[at + u] = dCell * forget;
        }
        for (int column = 0; column < 4 * units; column++) {
          biasGradient[column] += z[i + column];
        }
      }
      gates.write(first, rows, z);
      stepGates.write(0, rows, z);
    }
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

  /**
   * Overwrites {@code to} with the gradient with respect to the inputs, after {@link #backward}.
   */
  void inputGradient(PackedSteps steps, INDArray kernel, RowMatrix to) {
    int total = steps.totalRows();
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

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double tanh(double x) {
    return 1 - 2 / (Math.exp(2 * x) + 1);
  }
}
