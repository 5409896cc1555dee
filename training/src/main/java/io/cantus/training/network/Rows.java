package io.cantus.training.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_scopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Some rows of a matrix, as operands and results of products. OpenBLAS is called without ND4J in
 * between, whose operation costs 20 µs more: as long as the product of one step takes. Memory
 * outside the heap is freed when nothing points to its array, even while native code uses it: hence
 * the fences.
 *
 * @param first row
 * @param count of rows
 */
record Rows(RowMatrix matrix, int first, int count) {

  private int columns() {
    return matrix.columns();
  }

  private FloatPointer pointer() {
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

  /** Adds {@code aᵀ·b}. */
  void addProductOfTransposed(Rows a, Rows b) {
    require(a.count == b.count && count == a.columns() && columns() == b.columns(), a, b);
    multiply(CblasTrans, a, CblasNoTrans, b, a.count, 1);
  }

  private void require(boolean fits, Rows a, Rows b) {
    if (!fits) {
      throw new IllegalArgumentException("%s cannot hold %s times %s".formatted(this, a, b));
    }
  }

  private void multiply(int transposeA, Rows a, int transposeB, Rows b, int inner, int keep) {
    try {
      cblas_sgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
          count,
          columns(),
          inner,
          1,
          a.pointer(),
          a.columns(),
          b.pointer(),
          b.columns(),
          keep,
          pointer(),
          columns());
    } finally {
      Reference.reachabilityFence(matrix);
      Reference.reachabilityFence(a.matrix);
      Reference.reachabilityFence(b.matrix);
    }
  }

  /** Makes all numbers zeros. */
  Rows clear() {
    write(0, count, new float[Math.toIntExact(length())]);
    return this;
  }

  /** Copies other rows over these. */
  void set(Rows other) {
    try {
      cblas_scopy(Math.toIntExact(length()), other.pointer(), 1, pointer(), 1);
    } finally {
      Reference.reachabilityFence(matrix);
      Reference.reachabilityFence(other.matrix);
    }
  }

  /** Adds other rows to these. */
  void add(Rows other) {
    try {
      cblas_saxpy(Math.toIntExact(length()), 1, other.pointer(), 1, pointer(), 1);
    } finally {
      Reference.reachabilityFence(matrix);
      Reference.reachabilityFence(other.matrix);
    }
  }

  /** Copies {@code rows} of these rows from {@code row}, see {@link RowMatrix#read}. */
  void read(int row, int rows, float[] to) {
    matrix.read(first + row, rows, to);
  }

  /** Overwrites {@code rows} of these rows from {@code row}. */
  void write(int row, int rows, float[] from) {
    matrix.write(first + row, rows, from);
  }

  @Override
  public String toString() {
    return "[%d, %d]".formatted(count, columns());
  }
}
