package io.cantus.generation;

/**
 * A BasicLSTM layer: z = [x, h]·kernel + bias in gates i, j, f, o; c' = c·σ(f + 1) + σ(i)·tanh(j);
 * h' = tanh(c')·σ(o).
 *
 * @param gates [inputs + units] to [4 * units]
 */
record LstmCell(int inputs, int units, LinearLayer gates) {
  private static final double FORGET_BIAS = 1;

  /** A sequence's cells and outputs. */
  static final class Memory {
    final float[] cells;
    final float[] outputs;

    Memory(int units) {
      this(new float[units], new float[units]);
    }

    private Memory(float[] cells, float[] outputs) {
      this.cells = cells;
      this.outputs = outputs;
    }

    Memory copy() {
      return new Memory(cells.clone(), outputs.clone());
    }
  }

  /**
   * Takes one step.
   *
   * @param z room for 4 * units numbers
   */
  void step(float[] input, Memory memory, float[] z) {
    gates.start(z);
    gates.add(input, inputs, 0, z);
    gates.add(memory.outputs, units, inputs, z);
    for (int u = 0; u < units; u++) {
      double candidate = Activations.sigmoid(z[u]) * Activations.tanh(z[units + u]);
      double kept = memory.cells[u] * Activations.sigmoid(z[2 * units + u] + FORGET_BIAS);
      float cell = (float) (kept + candidate);
      memory.cells[u] = cell;
      memory.outputs[u] = (float) (Activations.tanh(cell) * Activations.sigmoid(z[3 * units + u]));
    }
  }
}
