package io.cantus.training.network;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row-major matrix that grows and is used again for the next batch: an operand of matrix products
 * whose rows Java reads and writes as doubles, whichever type they are stored in. One call for a
 * block of rows costs far less than an ND4J operation. Not thread-safe.
 */
final class RowMatrix {
  private final DataType type;
  private final int[] widths;
  private final int columns;
  private INDArray array;
  private Pointer pointer;
  private float[] floats = new float[0];

  /**
   * @param type {@link DataType#FLOAT} or {@link DataType#DOUBLE}
   * @param widths columns of each of the blocks that stand side by side
   */
  RowMatrix(DataType type, int... widths) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("networks are FLOAT or DOUBLE, not " + type);
    }
    this.type = type;
    this.widths = widths;
    columns = IntStream.of(widths).sum();
    use(allocate(1));
  }

  /** Another matrix with the same blocks of columns. */
  RowMatrix alike() {
    return new RowMatrix(type, widths);
  }

  private RowMatrix(INDArray array) {
    type = array.dataType();
    columns = Math.toIntExact(array.size(array.rank() - 1));
    widths = new int[] {columns};
    use(array);
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
    return Nd4j.createUninitialized(type, new long[] {rows, columns}, 'c');
  }

  private void use(INDArray newArray) {
    array = newArray;
    pointer = newArray.data().addressPointer();
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

  /** Where a row begins. */
  Pointer pointer(int row) {
    return pointer.getPointer((long) row * columns);
  }

  /**
   * The numbers of a row-major array from number {@code from} on as an array of that shape; shares
   * memory. ND4J's own {@code get(interval(3, 7), all())} is an empty array on 8 rows.
   */
  static INDArray view(INDArray array, long from, long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = stride;
      stride *= shape[dimension];
    }
    return Nd4j.create(array.data(), shape, strides, array.offset() + from, 'c');
  }

  /** Overwrites all numbers of an array, in row-major order. */
  static void assign(INDArray array, double[] values) {
    array.assign(Nd4j.createFromArray(values).castTo(array.dataType()).reshape(array.shape()));
  }

  int columns() {
    return columns;
  }

  /** Copies {@code count} rows from {@code row}, each block of columns to an array of its own. */
  void read(int row, int count, double[]... blocks) {
    long offset = (long) row * columns;
    if (pointer instanceof FloatPointer stored) {
      bounce(count * columns);
      stored.position(offset).get(floats, 0, count * columns);
      stored.position(0);
      int column = 0;
      for (int block = 0; block < widths.length; block++) {
        widen(count, column, widths[block], blocks[block]);
        column += widths[block];
      }
    } else {
      DoublePointer stored = (DoublePointer) pointer;
      for (int i = 0; i < count; i++) {
        for (int block = 0; block < widths.length; block++) {
          stored.position(offset).get(blocks[block], i * widths[block], widths[block]);
          offset += widths[block];
        }
      }
      stored.position(0);
    }
  }

  private void widen(int count, int column, int width, double[] to) {
    for (int row = 0; row < count; row++) {
      int from = row * columns + column;
      int at = row * width;
      for (int i = 0; i < width; i++) {
        to[at + i] = floats[from + i];
      }
    }
  }

  /** Overwrites {@code count} rows from {@code row}, each block of columns from its own array. */
  void write(int row, int count, double[]... blocks) {
    long offset = (long) row * columns;
    if (pointer instanceof FloatPointer stored) {
      bounce(count * columns);
      int column = 0;
      for (int block = 0; block < widths.length; block++) {
        narrow(count, column, widths[block], blocks[block]);
        column += widths[block];
      }
      stored.position(offset).put(floats, 0, count * columns);
      stored.position(0);
    } else {
      DoublePointer stored = (DoublePointer) pointer;
      for (int i = 0; i < count; i++) {
        for (int block = 0; block < widths.length; block++) {
          stored.position(offset).put(blocks[block], i * widths[block], widths[block]);
          offset += widths[block];
        }
      }
      stored.position(0);
    }
  }

  private void narrow(int count, int column, int width, double[] from) {
    for (int row = 0; row < count; row++) {
      int to = row * columns + column;
      int at = row * width;
      for (int i = 0; i < width; i++) {
        floats[to + i] = (float) from[at + i];
      }
    }
  }

  private void bounce(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
  }
}
