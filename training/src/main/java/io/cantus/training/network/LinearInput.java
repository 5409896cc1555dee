package io.cantus.training.network;

/** What linear maps and sums take, for all rows of a packed batch: [rows, columns]. */
interface LinearInput {

  int columns();

  /**
   * Overwrites {@code to} with this times {@code kernel}, [columns, columns of {@code to}].
   *
   * @param to has room for all rows
   */
  void multiply(PackedSteps steps, Rows kernel, RowMatrix to);

  /** Overwrites the gradient with respect to the kernel, given that of the product. */
  void kernelGradient(PackedSteps steps, RowMatrix productGradient, Rows kernelGradient);

  /** Adds this to a matrix with as many columns. */
  void addTo(PackedSteps steps, RowMatrix sum);
}
