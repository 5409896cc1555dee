package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM layer with attention over its last outputs, after Magenta's AttentionCellWrapper. At each
 * step the input is mixed with what attention gave at the step before, x' = [x, a]·W1 + b1; the
 * LSTM takes x'; its new state asks, q = [c, h]·Wq + bq, gets a mean a of the last outputs, see
 * {@link AttentionWindow}, and is mixed with it: out = [h, a]·Wo + bo, whose key is out·Wa. Not
 * thread-safe.
 */
final class AttentionLayer implements RecurrentLayer {
  private final int inputs;
  private final int units;
  private final LstmCell cell;
  private final AttentionWindow window;
  private final PackedLinear inputMix;
  private final PackedLinear gates;
  private final PackedLinear query;
  private final PackedLinear outputMix;
  private final PackedLinear key;
  private final RowMatrix output;
  private final RowMatrix inputGradient;
  private double[] x = new double[0];
  private double[] mixed = new double[0];
  private double[] wide = new double[0];
  private double[] z = new double[0];
  private double[] asked = new double[0];
  private double[] attended = new double[0];
  private double[] out = new double[0];
  private double[] more = new double[0];

  AttentionLayer(DataType type, int inputs, int units, int attnLength) {
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(type, units);
    window = new AttentionWindow(attnLength, units);
    inputMix = new PackedLinear(type, inputs + units, inputs);
    gates = new PackedLinear(type, inputs + units, 4 * units);
    query = new PackedLinear(type, 2 * units, units);
    outputMix = new PackedLinear(type, 2 * units, units);
    key = new PackedLinear(type, units, units);
    output = new RowMatrix(type, units);
    inputGradient = new RowMatrix(type, inputs);
  }

  @Override
  public RowMatrix output() {
    return output;
  }

  @Override
  public void release() {
    cell.release();
    List.of(inputMix, gates, query, outputMix, key).forEach(PackedLinear::release);
    output.release();
    inputGradient.release();
  }

  private void start(PackedSteps steps, Map<String, INDArray> parameters) {
    cell.start(steps);
    window.start(steps, parameters.get(EventRnnParameters.ATTENTION_VECTOR).toDoubleVector());
    start(inputMix, EventRnnParameters.ATTENTION_INPUT, steps, parameters);
    start(query, EventRnnParameters.ATTENTION_QUERY, steps, parameters);
    start(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, parameters);
    key.start(steps, parameters.get(EventRnnParameters.ATTENTION_MATRIX), new double[units]);
    // The cell adds the bias of its gates.
    gates.start(steps, parameters.get(EventRnnParameters.kernel(0)), new double[4 * units]);
    output.reserve(steps.totalRows());
    inputGradient.reserve(steps.totalRows());
    int rows = steps.rows(0);
    if (out.length < rows * units) {
      x = new double[rows * inputs];
      mixed = new double[rows * inputs];
      wide = new double[rows * (units + Math.max(inputs, units))];
      z = new double[rows * 4 * units];
      asked = new double[rows * units];
      attended = new double[rows * units];
      out = new double[rows * units];
      more = new double[rows * units];
    }
  }

  private static void start(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> parameters) {
    linear.start(
        steps, parameters.get(name + "/kernel"), parameters.get(name + "/bias").toDoubleVector());
  }

  @Override
  public void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    start(steps, parameters);
    double[] bias = parameters.get(EventRnnParameters.bias(0)).toDoubleVector();
    Arrays.fill(attended, 0);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      input.read(first, rows, x);
      join(rows, x, inputs, attended, units);
      inputMix.forward(steps, step, wide, mixed);
      join(rows, mixed, inputs, cell.hidden(), units);
      gates.forward(steps, step, wide, z);
      cell.forward(steps, step, z, bias);
      join(rows, cell.cells(), units, cell.hidden(), units);
      query.forward(steps, step, wide, asked);
      window.forward(steps, step, asked, attended);
      join(rows, cell.hidden(), units, attended, units);
      outputMix.forward(steps, step, wide, out);
      key.forward(steps, step, out, more);
      window.remember(steps, step, more, out);
      output.write(first, rows, out);
    }
  }

  @Override
  public void backward(
      PackedSteps steps,
      RowMatrix input,
      RowMatrix outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    cell.startBackward();
    window.startBackward();
    double[] dh = new double[steps.rows(0) * units];
    double[] laterHidden = new double[dh.length];
    double[] laterAttended = new double[dh.length];
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      int count = rows * units;
      // The output goes up, into later means and, through its key, into later scores.
      window.gradientsOf(steps, step, more, asked);
      key.backward(steps, step, more, out);
      outputGradient.read(first, rows, more);
      for (int n = 0; n < count; n++) {
        out[n] += asked[n] + more[n];
      }
      outputMix.backward(steps, step, out, wide);
      split(rows, dh, units, attended, units);
      add(count, laterAttended, attended);
      add(count, laterHidden, dh);
      window.backward(steps, step, attended, asked);
      query.backward(steps, step, asked, wide);
      split(rows, out, units, more, units);
      add(count, out, cell.cellGradient());
      add(count, more, dh);
      cell.backward(steps, step, dh, z);
      gates.backward(steps, step, z, wide);
      split(rows, mixed, inputs, laterHidden, units);
      inputMix.backward(steps, step, mixed, wide);
      split(rows, x, inputs, laterAttended, units);
      inputGradient.write(first, rows, x);
    }
    gradient(inputMix, EventRnnParameters.ATTENTION_INPUT, steps, gradients);
    gradient(query, EventRnnParameters.ATTENTION_QUERY, steps, gradients);
    gradient(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, gradients);
    key.kernelGradient(steps, gradients.get(EventRnnParameters.ATTENTION_MATRIX));
    RowMatrix.assign(gradients.get(EventRnnParameters.ATTENTION_VECTOR), window.vectorGradient());
    gates.kernelGradient(steps, gradients.get(EventRnnParameters.kernel(0)));
    RowMatrix.assign(gradients.get(EventRnnParameters.bias(0)), gates.biasGradient());
  }

  private static void gradient(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> gradients) {
    linear.kernelGradient(steps, gradients.get(name + "/kernel"));
    RowMatrix.assign(gradients.get(name + "/bias"), linear.biasGradient());
  }

  @Override
  public void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total).rows(total).assign(inputGradient.rows(total));
  }

  /** Puts the rows of two matrices side by side. */
  private void join(int rows, double[] left, int leftColumns, double[] right, int rightColumns) {
    for (int row = 0; row < rows; row++) {
      int at = row * (leftColumns + rightColumns);
      System.arraycopy(left, row * leftColumns, wide, at, leftColumns);
      System.arraycopy(right, row * rightColumns, wide, at + leftColumns, rightColumns);
    }
  }

  /** Takes apart what {@link #join} put side by side. */
  private void split(int rows, double[] left, int leftColumns, double[] right, int rightColumns) {
    for (int row = 0; row < rows; row++) {
      int at = row * (leftColumns + rightColumns);
      System.arraycopy(wide, at, left, row * leftColumns, leftColumns);
      System.arraycopy(wide, at + leftColumns, right, row * rightColumns, rightColumns);
    }
  }

  private static void add(int count, double[] from, double[] to) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }
}
