package io.cantus.training.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Some rows of a matrix, as operands and results of products. OpenBLAS is called without ND4J in
 * between, whose operation costs 20 µs more: as long as the product of one step takes.
 *
 * @param first row
 * @param count of rows
 */
record Rows(RowMatrix matrix, int first, int count) {

  private int columns() {
    return matrix.columns();
  }

  private Pointer pointer() {
    return matrix.pointer(first);
  }

  private long length() {
    return (long) count * columns();
  }

  /** Overwrites these with {@code a·b}. */
  void setProduct(Rows a, Rows b) {
    require(a.columns() == b.count && count == a.count && columns() == b.columns(), a, b);
    multiply(CblasNoTrans, a, CblasNoTrans, b, a.columns(), 0);
  }

  /** Adds {@code a·b}. */
  void addProduct(Rows a, Rows b) {
    require(a.columns() == b.count && count == a.count && columns() == b.columns(), a, b);
    multiply(CblasNoTrans, a, CblasNoTrans, b, a.columns(), 1);
  }

  /** Overwrites these with {@code a·bᵀ}. */
  void setProductWithTransposed(Rows a, Rows b) {
    require(a.columns() == b.columns() && count == a.count && columns() == b.count, a, b);
    multiply(CblasNoTrans, a, CblasTrans, b, a.columns(), 0);
  }

  /** Adds {@code a·bᵀ}. */
  void addProductWithTransposed(Rows a, Rows b) {
    require(a.columns() == b.columns() && count == a.count && columns() == b.count, a, b);
    multiply(CblasNoTrans, a, CblasTrans, b, a.columns(), 1);
  }

  /** Overwrites these with {@code aᵀ·b}. */
  void setProductOfTransposed(Rows a, Rows b) {
    require(a.count == b.count && count == a.columns() && columns() == b.columns(), a, b);
    multiply(CblasTrans, a, CblasNoTrans, b, a.count, 0);
  }

  private void require(boolean fits, Rows a, Rows b) {
    if (!fits) {
      throw new IllegalArgumentException("%s cannot hold %s times %s".formatted(this, a, b));
    }
  }

  private void multiply(int transposeA, Rows a, int transposeB, Rows b, int inner, int keep) {
    keepingAlive(a, b, () -> multiplied(transposeA, a, transposeB, b, inner, keep));
  }

  private void multiplied(int transposeA, Rows a, int transposeB, Rows b, int inner, int keep) {
    if (pointer() instanceof FloatPointer result) {
      cblas_sgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
          count,
          columns(),
          inner,
          1,
          (FloatPointer) a.pointer(),
          a.columns(),
          (FloatPointer) b.pointer(),
          b.columns(),
          keep,
          result,
          columns());
    } else {
      cblas_dgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
          count,
          columns(),
          inner,
          1,
          (DoublePointer) a.pointer(),
          a.columns(),
          (DoublePointer) b.pointer(),
          b.columns(),
          keep,
          (DoublePointer) pointer(),
          columns());
    }
  }

  /** Copies other rows over these. */
  void set(Rows other) {
    keepingAlive(
        other,
        other,
        () -> Pointer.memcpy(pointer(), other.pointer(), length() * pointer().sizeof()));
  }

  /** Adds other rows to these. */
  void add(Rows other) {
    keepingAlive(other, other, () -> added(other));
  }

  private void added(Rows other) {
    int numbers = Math.toIntExact(length());
    if (pointer() instanceof FloatPointer sum) {
      cblas_saxpy(numbers, 1, (FloatPointer) other.pointer(), 1, sum, 1);
    } else {
      cblas_daxpy(numbers, 1, (DoublePointer) other.pointer(), 1, (DoublePointer) pointer(), 1);
    }
  }

  /** Memory outside the heap is freed when nothing points to its array, even while it is used. */
  private void keepingAlive(Rows a, Rows b, Runnable action) {
    try {
      action.run();
    } finally {
      Reference.reachabilityFence(matrix);
      Reference.reachabilityFence(a.matrix);
      Reference.reachabilityFence(b.matrix);
    }
  }

  @Override
  public String toString() {
    return "[%d, %d]".formatted(count, columns());
  }
}
