package io.cantus.training.network;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    input.multiply(steps, inputPart(kernel), gates);
    for (int step = 0; step < steps.steps(); step++) {
      int rows = steps.rows(step);
      int first = steps.firstRow(step);
      if (step > 0) {
        previousHidden.write(first, rows, cell.hidden());
        gates.rows(first, rows).addProduct(previousHidden.rows(first, rows), recurrentPart(kernel));
      }
      cell.forward(steps, step, gates);
      hidden.write(first, rows, cell.hidden());
    }
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
    for (int step = steps.steps() - 1; step >= 0; step--) {
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
    RowMatrix.over(gradients.get(EventRnnParameters.bias(number)))
        .write(0, 1, cell.biasGradient(steps));
    RowMatrix gradient = kernel(gradients);
    input.kernelGradient(steps, gates, inputPart(gradient));
    // At the first step nothing came before.
    int first = steps.rows(0);
    recurrentPart(gradient)
        .setProductOfTransposed(
            previousHidden.rows(first, total - first), gates.rows(first, total - first));
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
