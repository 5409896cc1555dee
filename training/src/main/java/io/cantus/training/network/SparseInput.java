package io.cantus.training.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The inputs of a packed batch without the zeros, which are nine of ten: one-hot blocks and flags.
 * A product with them is a sum of a few rows of the other matrix. In all long loops everything has
 * the same index, which the compiler needs to vectorise them; so each row is an array. Not
 * thread-safe.
 */
final class SparseInput implements LinearInput {
  /** Rows that are copied to or from native memory at once. */
  private static final int BLOCK = 64;

  private final int columns;

  /** For each row of the batch, where its numbers end. */
  private int[] ends = new int[0];

  private int[] places = new int[0];
  private float[] values = new float[0];
  private float[][] kernelRows = new float[0][];
  private float[] block = new float[0];

  SparseInput(int columns) {
    this.columns = columns;
  }

  @Override
  public int columns() {
    return columns;
  }

  /**
   * Takes over a batch.
   *
   * @param features [examples, columns, steps]
   */
  void pack(PackedSteps steps, INDArray features) {
    if (ends.length < steps.totalRows()) {
      ends = new int[steps.totalRows()];
    }
    int examples = Math.toIntExact(features.size(0));
    // Batches are laid out with the step outermost; then this is a view and copies nothing.
    RowMatrix timeMajor = RowMatrix.of(features.permute(2, 0, 1));
    float[] unpacked = new float[examples * columns];
    int count = 0;
    for (int step = 0; step < steps.steps(); step++) {
      timeMajor.read(step, 1, unpacked);
      for (int rank = 0; rank < steps.rows(step); rank++) {
        reserve(count + columns);
        int from = steps.example(rank) * columns;
        for (int column = 0; column < columns; column++) {
          if (unpacked[from + column] != 0) {
            places[count] = column;
            values[count++] = unpacked[from + column];
          }
        }
        ends[steps.firstRow(step) + rank] = count;
      }
    }
  }

  private void reserve(int count) {
    if (values.length < count) {
      int length = count + Math.max(count / 2, BLOCK * BLOCK);
      places = Arrays.copyOf(places, length);
      values = Arrays.copyOf(values, length);
    }
  }

  @Override
  public void multiply(int first, int rows, Rows kernel, RowMatrix to) {
    int width = to.columns();
    readKernel(kernel, width);
    reserveBlock(width);
    float[] sum = new float[width];
    for (int start = first; start < first + rows; start += BLOCK) {
      int count = Math.min(BLOCK, first + rows - start);
      for (int row = 0; row < count; row++) {
        Arrays.fill(sum, 0);
        for (int n = begin(start + row); n < ends[start + row]; n++) {
          add(values[n], kernelRows[places[n]], sum);
        }
        System.arraycopy(sum, 0, block, row * width, width);
      }
      to.write(start, count, block);
    }
  }

  @Override
  public void addKernelGradient(
      int first, int rows, RowMatrix productGradient, Rows kernelGradient) {
    int width = productGradient.columns();
    readKernel(kernelGradient, width);
    reserveBlock(width);
    float[] gradient = new float[width];
    for (int start = first; start < first + rows; start += BLOCK) {
      int count = Math.min(BLOCK, first + rows - start);
      productGradient.read(start, count, block);
      for (int row = 0; row < count; row++) {
        System.arraycopy(block, row * width, gradient, 0, width);
        for (int n = begin(start + row); n < ends[start + row]; n++) {
          add(values[n], gradient, kernelRows[places[n]]);
        }
      }
    }
    for (int row = 0; row < columns; row++) {
      kernelGradient.write(row, 1, kernelRows[row]);
    }
  }

  @Override
  public void addTo(PackedSteps steps, RowMatrix sum) {
    reserveBlock(columns);
    for (int first = 0; first < steps.totalRows(); first += BLOCK) {
      int rows = Math.min(BLOCK, steps.totalRows() - first);
      sum.read(first, rows, block);
      for (int row = 0; row < rows; row++) {
        for (int n = begin(first + row); n < ends[first + row]; n++) {
          block[row * columns + places[n]] += values[n];
        }
      }
      sum.write(first, rows, block);
    }
  }

  private int begin(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Reads a kernel, or its gradient. */
  private void readKernel(Rows kernel, int width) {
    if (kernelRows.length == 0 || kernelRows[0].length != width) {
      kernelRows = new float[columns][width];
    }
    for (int row = 0; row < columns; row++) {
      kernel.read(row, 1, kernelRows[row]);
    }
  }

  private void reserveBlock(int width) {
    if (block.length < BLOCK * width) {
      block = new float[BLOCK * width];
    }
  }

  private static void add(float factor, float[] from, float[] to) {
    for (int n = 0; n < to.length; n++) {
      to[n] += factor * from[n];
    }
  }
}
