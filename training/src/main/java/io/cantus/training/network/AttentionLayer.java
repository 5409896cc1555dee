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
  private double[] asked = new double[0];
  private double[] attended = new double[0];
  private double[] out = new double[0];
  private double[] more = new double[0];
  private double[] dh = new double[0];
  private double[] laterHidden = new double[0];
  private double[] laterAttended = new double[0];

  AttentionLayer(DataType type, int inputs, int units, int attnLength) {
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(type, units);
    window = new AttentionWindow(attnLength, units);
    inputMix = new PackedLinear(new RowMatrix(type, inputs, units), new RowMatrix(type, inputs));
    gates = new PackedLinear(new RowMatrix(type, inputs, units), LstmCell.sums(type, units));
    query = new PackedLinear(new RowMatrix(type, units, units), new RowMatrix(type, units));
    outputMix = new PackedLinear(new RowMatrix(type, units, units), new RowMatrix(type, units));
    key = new PackedLinear(new RowMatrix(type, units), new RowMatrix(type, units));
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
    cell.start(steps, parameters.get(EventRnnParameters.bias(0)).toDoubleVector());
    window.start(steps, parameters.get(EventRnnParameters.ATTENTION_VECTOR).toDoubleVector());
    start(inputMix, EventRnnParameters.ATTENTION_INPUT, steps, parameters);
    start(query, EventRnnParameters.ATTENTION_QUERY, steps, parameters);
    start(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, parameters);
    key.start(
        steps,
        RowMatrix.over(parameters.get(EventRnnParameters.ATTENTION_MATRIX)),
        new double[units]);
    // The cell adds the bias of its gates.
    gates.start(
        steps, RowMatrix.over(parameters.get(EventRnnParameters.kernel(0))), new double[4 * units]);
    output.reserve(steps.totalRows());
    inputGradient.reserve(steps.totalRows());
    int rows = steps.rows(0);
    if (out.length < rows * units) {
      x = new double[rows * inputs];
      mixed = new double[rows * inputs];
      asked = new double[rows * units];
      attended = new double[rows * units];
      out = new double[rows * units];
      more = new double[rows * units];
      dh = new double[rows * units];
      laterHidden = new double[rows * units];
      laterAttended = new double[rows * units];
    }
  }

  private static void start(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> parameters) {
    linear.start(
        steps,
        RowMatrix.over(parameters.get(name + "/kernel")),
        parameters.get(name + "/bias").toDoubleVector());
  }

  @Override
  public void forward(PackedSteps steps, RowMatrix input, Map<String, INDArray> parameters) {
    start(steps, parameters);
    Arrays.fill(attended, 0);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      input.read(first, rows, x);
      inputMix.multiply(steps, step, x, attended);
      inputMix.result(steps, step, mixed);
      gates.multiply(steps, step, mixed, cell.hidden());
      cell.forward(steps, step, gates.outputs());
      query.multiply(steps, step, cell.cells(), cell.hidden());
      query.result(steps, step, asked);
      window.forward(steps, step, asked, attended);
      outputMix.multiply(steps, step, cell.hidden(), attended);
      outputMix.result(steps, step, out);
      output.write(first, rows, out);
      key.multiply(steps, step, out);
      window.remember(steps, step, key.outputs(), output);
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
    Arrays.fill(laterHidden, 0);
    Arrays.fill(laterAttended, 0);
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      int count = rows * units;
      // The output goes up, into later means and, through its key, into later scores.
      outputGradient.read(first, rows, out);
      window.gradientsOf(steps, step, key.outputs(), output, more, asked);
      add(count, asked, out);
      key.resultGradient(steps, step, more);
      key.inputGradient(steps, step, more);
      add(count, more, out);
      outputMix.resultGradient(steps, step, out);
      outputMix.inputGradient(steps, step, dh, attended);
      add(count, laterAttended, attended);
      add(count, laterHidden, dh);
      query.result(steps, step, asked);
      window.backward(steps, step, asked, attended, more);
      query.resultGradient(steps, step, more);
      query.inputGradient(steps, step, asked, more);
      add(count, asked, cell.cellGradient());
      add(count, more, dh);
      cell.backward(steps, step, dh, gates.outputs());
      gates.inputGradient(steps, step, mixed, laterHidden);
      inputMix.resultGradient(steps, step, mixed);
      inputMix.inputGradient(steps, step, x, laterAttended);
      inputGradient.write(first, rows, x);
    }
    gradient(inputMix, EventRnnParameters.ATTENTION_INPUT, steps, gradients);
    gradient(query, EventRnnParameters.ATTENTION_QUERY, steps, gradients);
    gradient(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, gradients);
    key.kernelGradient(steps, RowMatrix.over(gradients.get(EventRnnParameters.ATTENTION_MATRIX)));
    RowMatrix.assign(gradients.get(EventRnnParameters.ATTENTION_VECTOR), window.vectorGradient());
    gates.kernelGradient(steps, RowMatrix.over(gradients.get(EventRnnParameters.kernel(0))));
    RowMatrix.assign(gradients.get(EventRnnParameters.bias(0)), cell.biasGradient(steps));
  }

  private static void gradient(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> gradients) {
    linear.kernelGradient(steps, RowMatrix.over(gradients.get(name + "/kernel")));
    RowMatrix.assign(gradients.get(name + "/bias"), linear.biasGradient());
  }

  @Override
  public void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total).rows(total).set(inputGradient.rows(total));
  }

  private static void add(int count, double[] from, double[] to) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }
}
