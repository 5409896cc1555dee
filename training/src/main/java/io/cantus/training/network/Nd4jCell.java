package io.cantus.training.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What {@link LstmCell} does, made of ND4J's operations. */
final class Nd4jCell {
  private final int units;
  private final List<Gates> steps = new ArrayList<>();

  /** The gradient with respect to the cells after the step that comes next on the way back. */
  private INDArray cellGradient;

  /**
   * What a step left behind, each [rows, units].
   *
   * @param before the cells before the step
   * @param cells the cells after it
   */
  private record Gates(
      INDArray in,
      INDArray candidate,
      INDArray forget,
      INDArray out,
      INDArray before,
      INDArray cells,
      INDArray cellTanh) {}

  Nd4jCell(int units) {
    this.units = units;
  }

  /** Begins another batch. */
  void start() {
    steps.clear();
  }

  /**
   * Takes a step.
   *
   * @param sums of the gates with their biases, [rows, 4 * units]
   * @return the outputs
   */
  INDArray forward(INDArray sums) {
    int rows = Math.toIntExact(sums.size(0));
    INDArray before =
        steps.isEmpty() ? Blocks.zeros(sums, rows, units) : Blocks.rows(cells(), 0, rows);
    INDArray in = Transforms.sigmoid(gate(sums, 0));
    INDArray candidate = Transforms.tanh(gate(sums, 1));
    INDArray forget = Transforms.sigmoid(gate(sums, 2).add(1));
    INDArray out = Transforms.sigmoid(gate(sums, 3));
    INDArray cells = before.mul(forget).addi(in.mul(candidate)).dup('c');
    INDArray cellTanh = Transforms.tanh(cells, true);
    steps.add(new Gates(in, candidate, forget, out, before, cells, cellTanh));
    return cellTanh.mul(out).dup('c');
  }

  private INDArray gate(INDArray sums, int gate) {
    return Blocks.columns(sums, 0, Math.toIntExact(sums.size(0)), gate * units, units).dup('c');
  }

  /** The cells after the latest step. */
  INDArray cells() {
    return steps.get(steps.size() - 1).cells();
  }

  /** Takes back the latest step that was not, see {@link LstmCell#backward}. */
  INDArray backward(INDArray hiddenGradient, INDArray moreCellGradient) {
    Gates gates = steps.remove(steps.size() - 1);
    int rows = Math.toIntExact(hiddenGradient.size(0));
    INDArray i = gates.in();
    INDArray j = gates.candidate();
    INDArray f = gates.forget();
    INDArray o = gates.out();
    INDArray t = gates.cellTanh();
    INDArray dc = hiddenGradient.mul(o).muli(oneMinus(t.mul(t))).addi(moreCellGradient);
    if (cellGradient != null) {
      dc.addi(Blocks.grown(cellGradient, rows));
    }
    INDArray sums = Blocks.zeros(hiddenGradient, rows, 4L * units);
    set(sums, 0, dc.mul(j).muli(i).muli(oneMinus(i)));
    set(sums, 1, dc.mul(i).muli(oneMinus(j.mul(j))));
    set(sums, 2, dc.mul(gates.before()).muli(f).muli(oneMinus(f)));
    set(sums, 3, hiddenGradient.mul(t).muli(o).muli(oneMinus(o)));
    cellGradient = steps.isEmpty() ? null : dc.mul(f).dup('c');
    return sums;
  }

  private static INDArray oneMinus(INDArray array) {
    return array.rsub(1);
  }

  private void set(INDArray sums, int gate, INDArray gradient) {
    Blocks.columns(sums, 0, Math.toIntExact(sums.size(0)), gate * units, units).assign(gradient);
  }
}
