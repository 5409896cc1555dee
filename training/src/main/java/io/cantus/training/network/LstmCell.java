package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What an LSTM does with its gates i, j, f, o at one step after another of a packed batch: c' =
 * c·σ(f + 1) + σ(i)·tanh(j); h' = tanh(c')·σ(o). Where the gates come from is another's matter.
 * Keeps what the way back needs. Not thread-safe.
 */
final class LstmCell {
  private static final double FORGET_BIAS = 1.0;

  private final int units;
  private final RowMatrix gates;
  private final RowMatrix cells;
  private final RowMatrix cellTanh;
  private double[] z = new double[0];
  private double[] c = new double[0];
  private double[] previousC = new double[0];
  private double[] tanhC = new double[0];
  private double[] h = new double[0];

  LstmCell(DataType type, int units) {
    this.units = units;
    gates = new RowMatrix(type, 4 * units);
    cells = new RowMatrix(type, units);
    cellTanh = new RowMatrix(type, units);
  }

  void release() {
    for (RowMatrix matrix : List.of(gates, cells, cellTanh)) {
      matrix.release();
    }
  }

  /** Gets ready for the first step of a forward pass. */
  void start(PackedSteps steps) {
    for (RowMatrix matrix : List.of(gates, cells, cellTanh)) {
      matrix.reserve(steps.totalRows());
    }
    int size = steps.rows(0) * units;
    if (c.length < size) {
      z = new double[4 * size];
      c = new double[size];
      previousC = new double[size];
      tanhC = new double[size];
      h = new double[size];
    }
    Arrays.fill(c, 0);
    Arrays.fill(h, 0);
  }

  /** The outputs h' of the latest step, [rows, units], or zeros before the first. */
  double[] hidden() {
    return h;
  }

  /** The cells c' of the latest step, [rows, units]. */
  double[] cells() {
    return c;
  }

  /**
   * Takes a step.
   *
   * @param sums what goes into the gates but their bias, [rows, 4 * units]; overwritten with what
   *     the gates let through
   * @param bias 4 * units
   */
  void forward(PackedSteps steps, int step, double[] sums, double[] bias) {
    int rows = steps.rows(step);
    for (int row = 0; row < rows; row++) {
      int at = row * units;
      int i = 4 * at;
      int j = i + units;
      int f = j + units;
      int o = f + units;
      for (int u = 0; u < units; u++) {
        double in = Activations.sigmoid(sums[i + u] + bias[u]);
        double candidate = Activations.tanh(sums[j + u] + bias[units + u]);
        double forget = Activations.sigmoid(sums[f + u] + bias[2 * units + u] + FORGET_BIAS);
        double out = Activations.sigmoid(sums[o + u] + bias[3 * units + u]);
        double cell = c[at + u] * forget + in * candidate;
        double cellOut = Activations.tanh(cell);
        sums[i + u] = in;
        sums[j + u] = candidate;
        sums[f + u] = forget;
        sums[o + u] = out;
        c[at + u] = cell;
        tanhC[at + u] = cellOut;
        h[at + u] = cellOut * out;
      }
    }
    int first = steps.firstRow(step);
    gates.write(first, rows, sums);
    cells.write(first, rows, c);
    cellTanh.write(first, rows, tanhC);
  }

  /** Gets ready for the way back, which begins with the last step. */
  void startBackward() {
    Arrays.fill(c, 0);
  }

  /**
   * The gradient with respect to the cells after the step that comes next on the way back, as far
   * as later steps make it, [rows, units]; what else depends on the cells adds to it.
   */
  double[] cellGradient() {
    return c;
  }

  /**
   * Takes a step back.
   *
   * @param hiddenGradient gradient with respect to the outputs of the step, [rows, units]
   * @param sumsGradient overwritten with the one with respect to the gates' sums, [rows, 4 * units]
   */
  void backward(PackedSteps steps, int step, double[] hiddenGradient, double[] sumsGradient) {
    int rows = steps.rows(step);
    int first = steps.firstRow(step);
    double[] dc = c;
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
        double dh = hiddenGradient[at + u];
        double dCell = dc[at + u] + dh * out * (1 - cellOut * cellOut);
        sumsGradient[i + u] = dCell * candidate * in * (1 - in);
        sumsGradient[j + u] = dCell * in * (1 - candidate * candidate);
        sumsGradient[f + u] = dCell * previousC[at + u] * forget * (1 - forget);
        sumsGradient[o + u] = dh * cellOut * out * (1 - out);
        dc[at + u] = dCell * forget;
      }
    }
  }
}
