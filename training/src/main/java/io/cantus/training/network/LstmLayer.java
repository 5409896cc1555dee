package io.cantus.training.network;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One BasicLSTM layer: gates i, j, f, o are [x, h]·kernel + bias, see {@link LstmCell}. The part of
 * the inputs is computed for many steps at once. Not thread-safe.
 */
final class LstmLayer implements RecurrentLayer {
  /** Rows for which products of the inputs are computed at once: the cache holds no more. */
  private static final int RUN = 512;

  private final int number;
  private final int inputs;
  private final int units;
  private final LstmCell cell;
  private final RowMatrix gates;
  private final RowMatrix hidden;
  private final RowMatrix previousHidden;
  private final RowMatrix hiddenGradient;
  private float[] dh = new float[0];

  /**
   * @param number of the layer in the network, from 0 at the input
   */
  LstmLayer(int number, int inputs, int units) {
    this.number = number;
    this.inputs = inputs;
    this.units = units;
    cell = new LstmCell(units);
    gates = LstmCell.sums(units);
    hidden = new RowMatrix(units);
    previousHidden = new RowMatrix(units);
    hiddenGradient = new RowMatrix(units);
  }

  @Override
  public RowMatrix output() {
    return hidden;
  }

  private List<RowMatrix> matrices() {
    return List.of(gates, hidden, previousHidden, hiddenGradient);
  }

  @Override
  public void release() {
    matrices().forEach(RowMatrix::release);
  }

  @Override
  public void forward(PackedSteps steps, LinearInput input, Map<String, INDArray> parameters) {
    RowMatrix kernel = kernel(parameters);
    matrices().forEach(matrix -> matrix.reserve(steps.totalRows()));
    cell.start(steps, parameters.get(EventRnnParameters.bias(number)).toFloatVector());
    int[] runs = steps.runs(RUN);
    for (int run = 0; run + 1 < runs.length; run++) {
      int first = steps.firstRow(runs[run]);
      int rows = steps.firstRow(runs[run + 1]) - first;
      input.multiply(first, rows, inputPart(kernel), gates);
      for (int step = runs[run]; step < runs[run + 1]; step++) {
        forward(steps, step, recurrentPart(kernel));
      }
    }
  }

  private void forward(PackedSteps steps, int step, Rows recurrentKernel) {
    int rows = steps.rows(step);
    int first = steps.firstRow(step);
    if (step > 0) {
      previousHidden.write(first, rows, cell.hidden());
      gates.rows(first, rows).addProduct(previousHidden.rows(first, rows), recurrentKernel);
    }
    cell.forward(steps, step, gates);
    hidden.write(first, rows, cell.hidden());
  }

  @Override
  public void backward(
      PackedSteps steps,
      LinearInput input,
      RowMatrix outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    Rows recurrentKernel = recurrentPart(kernel(parameters));
    cell.startBackward();
    int total = steps.totalRows();
    hiddenGradient.rows(total).set(outputGradient.rows(total));
    if (dh.length < steps.rows(0) * units) {
      dh = new float[steps.rows(0) * units];
    }
    RowMatrix gradient = kernel(gradients);
    Rows inputGradient = inputPart(gradient).clear();
    Rows recurrentGradient = recurrentPart(gradient).clear();
    int[] runs = steps.runs(RUN);
    for (int run = runs.length - 2; run >= 0; run--) {
      for (int step = runs[run + 1] - 1; step >= runs[run]; step--) {
        backward(steps, step, recurrentKernel);
      }
      int end = steps.firstRow(runs[run + 1]);
      int first = steps.firstRow(runs[run]);
      input.addKernelGradient(first, end - first, gates, inputGradient);
      // At the first step nothing came before.
      first = Math.max(first, steps.rows(0));
      previousHidden.addKernelGradient(first, end - first, gates, recurrentGradient);
    }
    RowMatrix.over(gradients.get(EventRnnParameters.bias(number)))
        .write(0, 1, cell.biasGradient(steps));
  }

  private void backward(PackedSteps steps, int step, Rows recurrentKernel) {
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
