package io.cantus.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A float32 array with a shape, row-major.
 *
 * @param shape size of each dimension; empty for a scalar
 * @param values as many as the product of {@code shape}
 */
public record Tensor(int[] shape, float[] values) implements Serializable {
  public Tensor {
    int size = IntStream.of(shape).reduce(1, Math::multiplyExact);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "a tensor of shape %s has %d values, not %d"
              .formatted(Arrays.toString(shape), size, values.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
