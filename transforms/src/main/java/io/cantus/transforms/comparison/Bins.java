package io.cantus.transforms.comparison;

/**
 * Bins of one width from 0 on; values beyond the last are in the last.
 *
 * @param count how many there are
 */
public record Bins(double width, int count) {
  /** A share such as 0.3 is not to fall below its bin for want of a bit. */
  private static final double ROUNDING = 1e-9;

  /** The bin that holds a value. */
  public int of(double value) {
    return (int) Math.max(0, Math.min(count - 1, Math.floor(value / width + ROUNDING)));
  }

  /** The lower bound of a bin. */
  public double lowerBound(int bin) {
    return bin * width;
  }
}
