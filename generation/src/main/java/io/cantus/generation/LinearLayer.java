package io.cantus.generation;

/**
 * A matrix and what is added to its products.
 *
 * @param outputs columns of the matrix
 * @param kernel [inputs, outputs], row-major
 */
record LinearLayer(int outputs, float[] kernel, float[] bias) {

  /** Puts the biases where the products are to be added. */
  void start(float[] sums) {
    System.arraycopy(bias, 0, sums, 0, outputs);
  }

  /** Adds {@code vector} times the matrix's rows from {@code firstRow} to {@code sums}. */
  void add(float[] vector, int length, int firstRow, float[] sums) {
    for (int i = 0; i < length; i++) {
      // Most inputs of the first layer are 0.
      if (vector[i] != 0) {
        addRow(vector[i], firstRow + i, sums);
      }
    }
  }

  private void addRow(float x, int row, float[] sums) {
    int start = row * outputs;
    for (int column = 0; column < outputs; column++) {
      sums[column] += x * kernel[start + column];
    }
  }
}
