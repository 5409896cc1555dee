package io.cantus.generation;

/**
 * A BasicLSTM layer: z = [x, h]·kernel + bias in gates i, j, f, o; c' = c·σ(f + 1) + σ(i)·tanh(j);
 * h' = tanh(c')·σ(o). As σ(x) = (1 + tanh(x / 2)) / 2, the weights of i, f and o are kept halved,
 * which is exact, and the tangent is taken of whole rows.
 *
 * @param gates [inputs + units] to [4 * units]
 */
record LstmCell(int inputs, int units, LinearLayer gates) {
  private static final float FORGET_BIAS = 1;

  /**
   * A layer.
   *
   * @param kernel [inputs + units, 4 * units], row-major
   */
  static LstmCell of(float[] kernel, float[] bias) {
    int units = bias.length / 4;
    LinearLayer gates = LinearLayer.of(kernel, bias.clone());
    for (int u = 0; u < units; u++) {
      gates.bias()[2 * units + u] += FORGET_BIAS;
    }
    halve(gates.bias(), units);
    for (float[] row : gates.rows()) {
      halve(row, units);
    }
    return new LstmCell(gates.rows().length - units, units, gates);
  }

  private static void halve(float[] row, int units) {
    for (int column = 0; column < row.length; column++) {
      boolean isCandidate = column >= units && column < 2 * units;
      row[column] *= isCandidate ? 1 : 0.5f;
    }
  }

  /** A sequence's cells and outputs. */
  record Memory(float[] cells, float[] outputs) {
    Memory(int units) {
      this(new float[units], new float[units]);
    }

    Memory copy() {
      return new Memory(cells.clone(), outputs.clone());
    }
  }

  /**
   * Takes one step.
   *
   * @param z the gates' sums; overwritten
   */
  void step(float[] z, float[] cells, float[] outputs) {
    Activations.tanh(z);
    for (int u = 0; u < units; u++) {
      cells[u] = cells[u] * (0.5f + 0.5f * z[2 * units + u]) + (0.5f + 0.5f * z[u]) * z[units + u];
    }
    System.arraycopy(cells, 0, outputs, 0, units);
    Activations.tanh(outputs);
    for (int u = 0; u < units; u++) {
      outputs[u] *= 0.5f + 0.5f * z[3 * units + u];
    }
  }
}
