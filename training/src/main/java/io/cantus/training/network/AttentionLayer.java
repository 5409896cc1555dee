package io.cantus.training.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** Of a only; the products with x, for all steps at once, come to the same outputs. */
  private final PackedLinear inputMix;

  private final PackedLinear gates;
  private final PackedLinear query;
  private final PackedLinear outputMix;
  private final PackedLinear key;
  private final RowMatrix output;
  private float[] mixed = new float[0];
  private float[] asked = new float[0];
  private float[] attended = new float[0];
  private float[] out = new float[0];
  private float[] more = new float[0];
  private float[] dh = new float[0];
  private float[] laterHidden = new float[0];
  private float[] laterAttended = new float[0];

  AttentionLayer(int inputs, int units, int attnLength) {
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(units);
    window = new AttentionWindow(attnLength, units);
    inputMix = new PackedLinear(new RowMatrix(units), new RowMatrix(inputs));
    gates = new PackedLinear(new RowMatrix(inputs, units), LstmCell.sums(units));
    query = new PackedLinear(new RowMatrix(units, units), new RowMatrix(units));
    outputMix = new PackedLinear(new RowMatrix(units, units), new RowMatrix(units));
    key = new PackedLinear(new RowMatrix(units), new RowMatrix(units));
    output = new RowMatrix(units);
  }

  @Override
  public RowMatrix output() {
    return output;
  }

  @Override
  public void release() {
    List.of(inputMix, gates, query, outputMix, key).forEach(PackedLinear::release);
    output.release();
  }

  private void start(PackedSteps steps, Map<String, INDArray> parameters) {
    cell.start(steps, vector(EventRnnParameters.bias(0), parameters));
    window.start(steps, vector(EventRnnParameters.ATTENTION_VECTOR, parameters));
    inputMix.start(
        steps,
        mixPart(parameters, inputs, units),
        vector(EventRnnParameters.ATTENTION_INPUT + "/bias", parameters));
    start(query, EventRnnParameters.ATTENTION_QUERY, steps, parameters);
    start(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, parameters);
    key.start(steps, matrix(EventRnnParameters.ATTENTION_MATRIX, parameters), new float[units]);
    // The cell adds the bias of its gates.
    gates.start(steps, matrix(EventRnnParameters.kernel(0), parameters), new float[4 * units]);
    output.reserve(steps.totalRows());
    int rows = steps.rows(0);
    if (out.length < rows * units) {
      mixed = new float[rows * inputs];
      asked = new float[rows * units];
      attended = new float[rows * units];
      out = new float[rows * units];
      more = new float[rows * units];
      dh = new float[rows * units];
      laterHidden = new float[rows * units];
      laterAttended = new float[rows * units];
    }
  }

  private static void start(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> parameters) {
    linear.start(steps, matrix(name + "/kernel", parameters), vector(name + "/bias", parameters));
  }

  private static float[] vector(String name, Map<String, INDArray> parameters) {
    return parameters.get(name).toFloatVector();
  }

  private static Rows matrix(String name, Map<String, INDArray> named) {
    INDArray array = named.get(name);
    return RowMatrix.over(array).rows(Math.toIntExact(array.size(0)));
  }

  /** Some rows of W1: those of x come first. */
  private static Rows mixPart(Map<String, INDArray> named, int first, int count) {
    return RowMatrix.over(named.get(EventRnnParameters.ATTENTION_INPUT + "/kernel"))
        .rows(first, count);
  }

  @Override
  public void forward(PackedSteps steps, LinearInput input, Map<String, INDArray> parameters) {
    start(steps, parameters);
    input.multiply(0, steps.totalRows(), mixPart(parameters, 0, inputs), inputMix.outputs());
    Arrays.fill(attended, 0);
    for (int step = 0; step < steps.steps(); step++) {
      inputMix.addProduct(steps, step, attended);
      inputMix.result(steps, step, mixed);
      gates.multiply(steps, step, mixed, cell.hidden());
      cell.forward(steps, step, gates.outputs());
      query.multiply(steps, step, cell.cells(step), cell.hidden());
      query.result(steps, step, asked);
      window.forward(steps, step, asked, attended);
      outputMix.multiply(steps, step, cell.hidden(), attended);
      outputMix.result(steps, step, out);
      output.write(steps.firstRow(step), steps.rows(step), out);
      key.multiply(steps, step, out);
      window.remember(steps, step, key.outputs(), output);
    }
  }

  @Override
  public void backward(
      PackedSteps steps,
      LinearInput input,
      RowMatrix outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    cell.startBackward();
    window.startBackward();
    Arrays.fill(laterHidden, 0);
    Arrays.fill(laterAttended, 0);
    for (int step = steps.steps() - 1; step >= 0; step--) {
      int rows = steps.rows(step);
      int count = rows * units;
      // The output goes up, into later means and, through its key, into later scores.
      outputGradient.read(steps.firstRow(step), rows, out);
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
      inputMix.inputGradient(steps, step, laterAttended);
    }
    input.addKernelGradient(
        0, steps.totalRows(), inputMix.outputs(), mixPart(gradients, 0, inputs).clear());
    inputMix.kernelGradient(steps, mixPart(gradients, inputs, units));
    write(EventRnnParameters.ATTENTION_INPUT + "/bias", inputMix.biasGradient(), gradients);
    gradient(query, EventRnnParameters.ATTENTION_QUERY, steps, gradients);
    gradient(outputMix, EventRnnParameters.ATTENTION_OUTPUT, steps, gradients);
    key.kernelGradient(steps, matrix(EventRnnParameters.ATTENTION_MATRIX, gradients));
    write(EventRnnParameters.ATTENTION_VECTOR, window.vectorGradient(), gradients);
    gates.kernelGradient(steps, matrix(EventRnnParameters.kernel(0), gradients));
    write(EventRnnParameters.bias(0), cell.biasGradient(steps), gradients);
  }

  private static void gradient(
      PackedLinear linear, String name, PackedSteps steps, Map<String, INDArray> gradients) {
    linear.kernelGradient(steps, matrix(name + "/kernel", gradients));
    write(name + "/bias", linear.biasGradient(), gradients);
  }

  private static void write(String name, float[] gradient, Map<String, INDArray> gradients) {
    RowMatrix.over(gradients.get(name)).write(0, 1, gradient);
  }

  @Override
  public void inputGradient(PackedSteps steps, Map<String, INDArray> parameters, RowMatrix to) {
    int total = steps.totalRows();
    to.reserve(total)
        .rows(total)
        .setProductWithTransposed(inputMix.outputs().rows(total), mixPart(parameters, 0, inputs));
  }

  private static void add(int count, float[] from, float[] to) {
    for (int n = 0; n < count; n++) {
      to[n] += from[n];
    }
  }
}
