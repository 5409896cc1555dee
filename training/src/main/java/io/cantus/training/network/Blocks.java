package io.cantus.training.network;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Row-major matrices of ND4J and parts of them. ND4J's own products are column-major, and its own
 * {@code get(interval(3, 7), all())} is an empty array on 8 rows.
 */
final class Blocks {
  private Blocks() {}

  /** The numbers of a row-major array from number {@code from} on; shares memory. */
  static INDArray view(INDArray array, long from, long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = stride;
      stride *= shape[dimension];
    }
    return view(array, from, shape, strides);
  }

  private static INDArray view(INDArray array, long from, long[] shape, long[] strides) {
    return Nd4j.create(array.data(), shape, strides, array.offset() + from, 'c');
  }

  /** {@code count} rows from {@code row} of a row-major matrix; shares memory. */
  static INDArray rows(INDArray matrix, int row, int count) {
    return columns(matrix, row, count, 0, Math.toIntExact(matrix.size(1)));
  }

  /** Some columns of some rows of a row-major matrix or of rows of one; shares memory. */
  static INDArray columns(INDArray matrix, int row, int rows, int column, int columns) {
    long stride = matrix.stride(0);
    return view(matrix, row * stride + column, new long[] {rows, columns}, new long[] {stride, 1});
  }

  /** Matrix {@code k} of a row-major array [rows, matrices, columns]; shares memory. */
  static INDArray slice(INDArray array, int k) {
    long columns = array.size(2);
    return view(
        array,
        k * columns,
        new long[] {array.size(0), columns},
        new long[] {array.size(1) * columns, 1});
  }

  /** The product, row-major. */
  static INDArray product(INDArray a, INDArray b) {
    INDArray product = zeros(a, a.size(0), b.size(1));
    if (a.size(1) > 0) {
      a.mmuli(b, product);
    }
    return product;
  }

  /** Zeros of the type of another array. */
  static INDArray zeros(INDArray like, long... shape) {
    return Nd4j.zeros(like.dataType(), shape);
  }

  /** A copy with as many rows, those that are missing zeros. */
  static INDArray grown(INDArray matrix, int rows) {
    INDArray grown = zeros(matrix, rows, matrix.size(1));
    if (matrix.size(0) > 0) {
      rows(grown, 0, Math.toIntExact(matrix.size(0))).assign(matrix);
    }
    return grown;
  }

  /** The rows of all steps one after another, as a packed batch has them. */
  static INDArray packed(List<INDArray> steps) {
    return Nd4j.concat(0, steps.toArray(INDArray[]::new)).dup('c');
  }
}
