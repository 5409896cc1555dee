package io.cantus.training.network;

/** What linear maps and sums take, for all rows of a packed batch: [rows, columns]. */
interface LinearInput {

  int columns();

  /**
   * Overwrites some rows of {@code to} with those of this times {@code kernel}, [columns, columns
   * of {@code to}].
   *
   * @param to has room for the rows
   */
  void multiply(int first, int rows, Rows kernel, RowMatrix to);

  /** Adds to the gradient with respect to the kernel, given some rows of that of the product. */
  void addKernelGradient(int first, int rows, RowMatrix productGradient, Rows kernelGradient);

  /** Adds this to a matrix with as many columns. */
  void addTo(PackedSteps steps, RowMatrix sum);
}
