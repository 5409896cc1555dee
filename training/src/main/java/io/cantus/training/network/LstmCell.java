package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What an LSTM does with its gates i, j, f, o at one step after another of a packed batch: c' =
 * c·σ(f + 1) + σ(i)·tanh(j); h' = tanh(c')·σ(o). Where the gates' sums come from is another's
 * matter. Keeps what the way back needs. Each gate has arrays of its own, so that all that loops
 * touch has the same index, which the compiler needs to vectorise them. Not thread-safe.
 */
final class LstmCell {
  private static final double FORGET_BIAS = 1.0;

  private final int units;
  private final RowMatrix gates;
  private final RowMatrix cells;
  private final RowMatrix cellTanh;
  private int room;
  private double[] in;
  private double[] candidate;
  private double[] forget;
  private double[] out;
  private double[] inBias;
  private double[] candidateBias;
  private double[] forgetBias;
  private double[] outBias;
  private double[] c;
  private double[] previousC;
  private double[] tanhC;
  private double[] h;

  LstmCell(DataType type, int units) {
    this.units = units;
    gates = sums(type, units);
    cells = new RowMatrix(type, units);
    cellTanh = new RowMatrix(type, units);
  }

  /** A matrix for what goes into the gates of all steps. */
  static RowMatrix sums(DataType type, int units) {
    return new RowMatrix(type, units, units, units, units);
  }

  void release() {
    for (RowMatrix matrix : List.of(gates, cells, cellTanh)) {
      matrix.release();
    }
  }

  /**
   * Gets ready for the first step of a forward pass.
   *
   * @param bias of the gates, 4 * units
   */
  void start(PackedSteps steps, double[] bias) {
    for (RowMatrix matrix : List.of(gates, cells, cellTanh)) {
      matrix.reserve(steps.totalRows());
    }
    reserve(steps.rows(0) * units);
    for (int n = 0; n < steps.rows(0) * units; n++) {
      int u = n % units;
      inBias[n] = bias[u];
      candidateBias[n] = bias[units + u];
      forgetBias[n] = bias[2 * units + u] + FORGET_BIAS;
      outBias[n] = bias[3 * units + u];
    }
    Arrays.fill(c, 0);
    Arrays.fill(h, 0);
  }

  private void reserve(int size) {
    if (room < size) {
      room = size;
      in = new double[size];
      candidate = new double[size];
      forget = new double[size];
      out = new double[size];
      inBias = new double[size];
      candidateBias = new double[size];
      forgetBias = new double[size];
      outBias = new double[size];
      c = new double[size];
      previousC = new double[size];
      tanhC = new double[size];
      h = new double[size];
    }
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
   * @param sums at the step's rows what goes into the gates but their bias, see {@link #sums}
   */
  void forward(PackedSteps steps, int step, RowMatrix sums) {
    int first = steps.firstRow(step);
    int rows = steps.rows(step);
    int count = rows * units;
    sums.read(first, rows, in, candidate, forget, out);
    add(inBias, in, count);
    add(candidateBias, candidate, count);
    add(forgetBias, forget, count);
    add(outBias, out, count);
    Activations.sigmoid(in, count);
    Activations.tanh(candidate, count);
    Activations.sigmoid(forget, count);
    Activations.sigmoid(out, count);
    for (int n = 0; n < count; n++) {
      double cell = c[n] * forget[n] + in[n] * candidate[n];
      c[n] = cell;
      tanhC[n] = cell;
    }
    Activations.tanh(tanhC, count);
    for (int n = 0; n < count; n++) {
      h[n] = tanhC[n] * out[n];
    }
    gates.write(first, rows, in, candidate, forget, out);
    cells.write(first, rows, c);
    cellTanh.write(first, rows, tanhC);
  }

  private static void add(double[] from, double[] to, int count) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }

  /** Gets ready for the way back, which begins with the last step. */
  void startBackward() {
    Arrays.fill(c, 0);
    for (double[] sum : List.of(inBias, candidateBias, forgetBias, outBias)) {
      Arrays.fill(sum, 0);
    }
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
   * @param sumsGradient overwritten at the step's rows with the gradient with respect to the sums
   */
  void backward(PackedSteps steps, int step, double[] hiddenGradient, RowMatrix sumsGradient) {
    int rows = steps.rows(step);
    int first = steps.firstRow(step);
    int count = rows * units;
    gates.read(first, rows, in, candidate, forget, out);
    cellTanh.read(first, rows, tanhC);
    if (step > 0) {
      cells.read(steps.firstRow(step - 1), rows, previousC);
    } else {
      Arrays.fill(previousC, 0);
    }
    for (int n = 0; n < count; n++) {
      double dh = hiddenGradient[n];
      double dCell = c[n] + dh * out[n] * (1 - tanhC[n] * tanhC[n]);
      double i = in[n];
      double j = candidate[n];
      double f = forget[n];
      double o = out[n];
      c[n] = dCell * f;
      in[n] = dCell * j * i * (1 - i);
      candidate[n] = dCell * i * (1 - j * j);
      forget[n] = dCell * previousC[n] * f * (1 - f);
      out[n] = dh * tanhC[n] * o * (1 - o);
    }
    // The biases' gradients, still for each row.
    add(in, inBias, count);
    add(candidate, candidateBias, count);
    add(forget, forgetBias, count);
    add(out, outBias, count);
    sumsGradient.write(first, rows, in, candidate, forget, out);
  }

  /** The gradient with respect to the bias of the gates, once all steps were taken back. */
  double[] biasGradient(PackedSteps steps) {
    double[] gradient = new double[4 * units];
    List<double[]> sums = List.of(inBias, candidateBias, forgetBias, outBias);
    for (int gate = 0; gate < 4; gate++) {
      for (int n = 0; n < steps.rows(0) * units; n++) {
        gradient[gate * units + n % units] += sums.get(gate)[n];
      }
    }
    return gradient;
  }
}
