package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;

/**
 * What an LSTM does with its gates i, j, f, o at one step after another of a packed batch: c' =
 * c·σ(f + 1) + σ(i)·tanh(j); h' = tanh(c')·σ(o). Where the gates' sums come from is another's
 * matter. Keeps what the way back needs. Each gate has an array of its own for each step, so that
 * all that loops touch has the same index, which the compiler needs to vectorise them. Not
 * thread-safe.
 */
final class LstmCell {
  private static final float FORGET_BIAS = 1;

  private final int units;

  /** For each step, [rows, units]. */
  private final StepArrays in = new StepArrays();

  private final StepArrays candidate = new StepArrays();
  private final StepArrays forget = new StepArrays();
  private final StepArrays out = new StepArrays();
  private final StepArrays cells = new StepArrays();
  private final StepArrays cellTanh = new StepArrays();

  private int room;

  /** For each row of the first step: the biases on the way there, their gradients on that back. */
  private float[] inBias;

  private float[] candidateBias;
  private float[] forgetBias;
  private float[] outBias;
  private float[] zeros;
  private float[] cellGradient;
  private float[] h;

  LstmCell(int units) {
    this.units = units;
  }

  /** A matrix for what goes into the gates of all steps. */
  static RowMatrix sums(int units) {
    return new RowMatrix(units, units, units, units);
  }

  /**
   * Gets ready for the first step of a forward pass.
   *
   * @param bias of the gates, 4 * units
   */
  void start(PackedSteps steps, float[] bias) {
    for (StepArrays arrays : List.of(in, candidate, forget, out, cells, cellTanh)) {
      arrays.reserve(steps, units);
    }
    reserve(steps.rows(0) * units);
    for (int n = 0; n < steps.rows(0) * units; n++) {
      int u = n % units;
      inBias[n] = bias[u];
      candidateBias[n] = bias[units + u];
      forgetBias[n] = bias[2 * units + u] + FORGET_BIAS;
      outBias[n] = bias[3 * units + u];
    }
    Arrays.fill(h, 0);
  }

  private void reserve(int size) {
    if (room < size) {
      room = size;
      inBias = new float[size];
      candidateBias = new float[size];
      forgetBias = new float[size];
      outBias = new float[size];
      zeros = new float[size];
      cellGradient = new float[size];
      h = new float[size];
    }
  }

  /** The outputs h' of the latest step, [rows, units], or zeros before the first. */
  float[] hidden() {
    return h;
  }

  /** The cells c' after a step, [rows, units]. */
  float[] cells(int step) {
    return cells.at(step);
  }

  private float[] cellsBefore(int step) {
    return step == 0 ? zeros : cells.at(step - 1);
  }

  /**
   * Takes a step.
   *
   * @param sums at the step's rows what goes into the gates but their bias, see {@link #sums}
   */
  void forward(PackedSteps steps, int step, RowMatrix sums) {
    int rows = steps.rows(step);
    int count = rows * units;
    float[] i = in.at(step);
    float[] j = candidate.at(step);
    float[] f = forget.at(step);
    float[] o = out.at(step);
    sums.read(steps.firstRow(step), rows, i, j, f, o);
    Activations.sum(i, inBias, count, i);
    Activations.sum(j, candidateBias, count, j);
    Activations.sum(f, forgetBias, count, f);
    Activations.sum(o, outBias, count, o);
    Activations.sigmoid(i, count);
    Activations.tanh(j, count);
    Activations.sigmoid(f, count);
    Activations.sigmoid(o, count);
    float[] c = cells.at(step);
    next(cellsBefore(step), i, j, f, count, c);
    float[] tanh = cellTanh.at(step);
    Activations.sum(c, zeros, count, tanh);
    Activations.tanh(tanh, count);
    multiply(tanh, o, count, h);
  }

  private static void next(float[] c, float[] i, float[] j, float[] f, int count, float[] to) {
    for (int n = 0; n < count; n++) {
      to[n] = c[n] * f[n] + i[n] * j[n];
    }
  }

  private static void multiply(float[] one, float[] other, int count, float[] to) {
    for (int n = 0; n < count; n++) {
      to[n] = one[n] * other[n];
    }
  }

  /** Gets ready for the way back, which begins with the last step. */
  void startBackward() {
    for (float[] sum : List.of(cellGradient, inBias, candidateBias, forgetBias, outBias)) {
      Arrays.fill(sum, 0);
    }
  }

  /**
   * The gradient with respect to the cells after the step that comes next on the way back, as far
   * as later steps make it, [rows, units]; what else depends on the cells adds to it.
   */
  float[] cellGradient() {
    return cellGradient;
  }

  /**
   * Takes a step back, which can be done once.
   *
   * @param hiddenGradient gradient with respect to the outputs of the step, [rows, units]
   * @param sumsGradient overwritten at the step's rows with the gradient with respect to the sums
   */
  void backward(PackedSteps steps, int step, float[] hiddenGradient, RowMatrix sumsGradient) {
    int rows = steps.rows(step);
    int count = rows * units;
    float[] di = in.at(step);
    float[] dj = candidate.at(step);
    float[] df = forget.at(step);
    float[] dOut = out.at(step);
    outAndCellGradients(hiddenGradient, cellTanh.at(step), count, dOut, cellGradient);
    gateGradients(cellsBefore(step), count, cellGradient, di, dj, df);
    // The biases' gradients, still for each row.
    add(di, inBias, count);
    add(dj, candidateBias, count);
    add(df, forgetBias, count);
    add(dOut, outBias, count);
    sumsGradient.write(steps.firstRow(step), rows, di, dj, df, dOut);
  }

  private static void outAndCellGradients(
      float[] dh, float[] tanh, int count, float[] out, float[] dCell) {
    for (int n = 0; n < count; n++) {
      float o = out[n];
      float t = tanh[n];
      float outer = dh[n] * o;
      dCell[n] += outer * (1 - t * t);
      out[n] = outer * t * (1 - o);
    }
  }

  private static void gateGradients(
      float[] before, int count, float[] dCell, float[] in, float[] candidate, float[] forget) {
    for (int n = 0; n < count; n++) {
      float d = dCell[n];
      float i = in[n];
      float j = candidate[n];
      float f = forget[n];
      float di = d * i;
      float df = d * f;
      dCell[n] = df;
      in[n] = di * j * (1 - i);
      candidate[n] = di * (1 - j * j);
      forget[n] = df * before[n] * (1 - f);
    }
  }

  private static void add(float[] from, float[] to, int count) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }

  /** The gradient with respect to the bias of the gates, once all steps were taken back. */
  float[] biasGradient(PackedSteps steps) {
    float[] gradient = new float[4 * units];
    List<float[]> sums = List.of(inBias, candidateBias, forgetBias, outBias);
    for (int gate = 0; gate < 4; gate++) {
      for (int n = 0; n < steps.rows(0) * units; n++) {
        gradient[gate * units + n % units] += sums.get(gate)[n];
      }
    }
    return gradient;
  }
}
