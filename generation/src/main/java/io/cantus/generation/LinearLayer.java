package io.cantus.generation;

/**
 * A matrix and what is added to its products, for several vectors at once. A vector's result is the
 * same to the bit whatever is beside it: products are added in the order of the vector's numbers,
 * and nothing is left out but products with 0.
 *
 * @param rows of the matrix, one for each number of a vector, and arrays of their own: one index
 *     into several arrays is what the compiler makes vector instructions of
 */
record LinearLayer(float[][] rows, float[] bias) {
  /** Products that go into a sum before it is written back; with more, C2 gives up vectors. */
  private static final int UNROLLED = 4;

  /**
   * A layer.
   *
   * @param kernel [inputs, outputs], row-major
   */
  static LinearLayer of(float[] kernel, float[] bias) {
    float[][] rows = new float[kernel.length / bias.length][bias.length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(kernel, row * bias.length, rows[row], 0, bias.length);
    }
    return new LinearLayer(rows, bias);
  }

  int outputs() {
    return bias.length;
  }

  /** Puts the biases where the products are to be added. */
  void start(float[][] sums, int count) {
    for (int v = 0; v < count; v++) {
      System.arraycopy(bias, 0, sums[v], 0, bias.length);
    }
  }

  /** Adds the first {@code count} vectors times the rows from {@code firstRow} to {@code sums}. */
  void add(float[][] vectors, int count, int firstRow, float[][] sums) {
    int length = vectors[0].length;
    int whole = length - length % UNROLLED;
    for (int i = 0; i < whole; i += UNROLLED) {
      for (int v = 0; v < count; v++) {
        addFour(vectors[v], i, i + 1, i + 2, i + 3, firstRow, sums[v]);
      }
    }
    for (int v = 0; v < count; v++) {
      for (int i = whole; i < length; i++) {
        addOne(vectors[v][i], rows[firstRow + i], sums[v]);
      }
    }
  }

  /** The same for vectors that are mostly zeros, as a network's inputs are. */
  void addSparse(float[][] vectors, int count, float[][] sums) {
    int[] at = new int[UNROLLED];
    for (int v = 0; v < count; v++) {
      float[] vector = vectors[v];
      int found = 0;
      for (int i = 0; i < vector.length; i++) {
        if (vector[i] != 0) {
          at[found++] = i;
          if (found == UNROLLED) {
            addFour(vector, at[0], at[1], at[2], at[3], 0, sums[v]);
            found = 0;
          }
        }
      }
      for (int i = 0; i < found; i++) {
        addOne(vector[at[i]], rows[at[i]], sums[v]);
      }
    }
  }

  private void addFour(float[] x, int i, int j, int k, int l, int firstRow, float[] sums) {
    addFour(
        x[i],
        rows[firstRow + i],
        x[j],
        rows[firstRow + j],
        x[k],
        rows[firstRow + k],
        x[l],
        rows[firstRow + l],
        sums);
  }

  private static void addFour(
      float x,
      float[] row,
      float x2,
      float[] row2,
      float x3,
      float[] row3,
      float x4,
      float[] row4,
      float[] sums) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] =
          sums[column]
              + x * row[column]
              + x2 * row2[column]
              + x3 * row3[column]
              + x4 * row4[column];
    }
  }

  private static void addOne(float x, float[] row, float[] sums) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] += x * row[column];
    }
  }
}
