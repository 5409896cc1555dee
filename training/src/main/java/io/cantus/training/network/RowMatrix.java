package io.cantus.training.network;

import java.lang.ref.Reference;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row-major matrix outside the Java heap that grows and is used again for the next batch: an
 * operand of matrix products whose rows Java reads and writes, a block of rows with one call. Not
 * thread-safe.
 */
final class RowMatrix implements LinearInput {
  private final int[] widths;
  private final int columns;
  private INDArray array;
  private FloatPointer pointer;
  private float[] bounce = new float[0];

  /**
   * @param widths columns of each of the blocks that stand side by side
   */
  RowMatrix(int... widths) {
    this.widths = widths;
    columns = IntStream.of(widths).sum();
    use(allocate(1));
  }

  private RowMatrix(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("numbers must be FLOAT, not " + array.dataType());
    }
    columns = Math.toIntExact(array.size(array.rank() - 1));
    widths = new int[] {columns};
    use(array);
  }

  /** Another matrix with the same blocks of columns. */
  RowMatrix alike() {
    return new RowMatrix(widths);
  }

  /** The matrix of a parameter or of its gradient, sharing memory; a vector is a row. */
  static RowMatrix over(INDArray array) {
    if (!Shape.hasDefaultStridesForShape(array)) {
      throw new IllegalArgumentException("not row-major: " + array.shapeInfoToString());
    }
    return new RowMatrix(array);
  }

  /**
   * The same numbers with all but the first dimension in a row; shares memory when {@code array} is
   * row-major already.
   */
  static RowMatrix of(INDArray array) {
    boolean rowMajor = Shape.hasDefaultStridesForShape(array);
    INDArray source = rowMajor ? array : array.dup('c');
    return new RowMatrix(source.reshape('c', array.size(0), array.length() / array.size(0)));
  }

  private INDArray allocate(int rows) {
    return Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
  }

  private void use(INDArray newArray) {
    array = newArray;
    pointer = new FloatPointer(newArray.data().addressPointer());
  }

  /** Makes room for this many rows; the contents are lost when it has to grow. */
  RowMatrix reserve(int rows) {
    if (array.rows() < rows) {
      array.close();
      use(allocate(rows + rows / 4));
    }
    return this;
  }

  /** Gives the memory back; the matrix cannot be used after. */
  void release() {
    array.close();
  }

  /** The first {@code count} rows. */
  Rows rows(int count) {
    return rows(0, count);
  }

  /** {@code count} rows from {@code row}. */
  Rows rows(int row, int count) {
    return new Rows(this, row, count);
  }

  /** Where a row begins; valid only as long as this matrix is reachable. */
  FloatPointer pointer(int row) {
    return new FloatPointer(pointer).position((long) row * columns);
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void multiply(int first, int rows, Rows kernel, RowMatrix to) {
    to.rows(first, rows).setProduct(rows(first, rows), kernel);
  }

  @Override
  public void addKernelGradient(
      int first, int rows, RowMatrix productGradient, Rows kernelGradient) {
    kernelGradient.addProductOfTransposed(rows(first, rows), productGradient.rows(first, rows));
  }

  @Override
  public void addTo(PackedSteps steps, RowMatrix sum) {
    sum.rows(steps.totalRows()).add(rows(steps.totalRows()));
  }

  /** Copies {@code count} rows from {@code row}, each block of columns to an array of its own. */
  void read(int row, int count, float[]... blocks) {
    float[] to = blocks.length == 1 ? blocks[0] : bounce(count);
    try {
      pointer(row).get(to, 0, count * columns);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (blocks.length > 1) {
      int column = 0;
      for (int block = 0; block < widths.length; block++) {
        int width = widths[block];
        for (int i = 0; i < count; i++) {
          System.arraycopy(bounce, i * columns + column, blocks[block], i * width, width);
        }
        column += width;
      }
    }
  }

  /** Overwrites {@code count} rows from {@code row}, each block of columns from its own array. */
  void write(int row, int count, float[]... blocks) {
    float[] from = blocks.length == 1 ? blocks[0] : bounce(count);
    if (blocks.length > 1) {
      int column = 0;
      for (int block = 0; block < widths.length; block++) {
        int width = widths[block];
        for (int i = 0; i < count; i++) {
          System.arraycopy(blocks[block], i * width, bounce, i * columns + column, width);
        }
        column += width;
      }
    }
    try {
      pointer(row).put(from, 0, count * columns);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private float[] bounce(int rows) {
    if (bounce.length < rows * columns) {
      bounce = new float[rows * columns];
    }
    return bounce;
  }
}
