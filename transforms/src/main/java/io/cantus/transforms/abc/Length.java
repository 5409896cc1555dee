package io.cantus.transforms.abc;

/**
 * An exact length or point of written time, in whole notes, in lowest terms. Arithmetic that does
 * not fit 64 bits throws {@link ArithmeticException}: no music needs it.
 */
record Length(long numerator, long denominator) implements Comparable<Length> {
  static final Length ZERO = new Length(0, 1);
  static final Length WHOLE = new Length(1, 1);

  static Length of(long numerator, long denominator) {
    if (denominator <= 0) {
      throw new IllegalArgumentException("denominator " + denominator);
    }
    long divisor = greatestCommonDivisor(Math.abs(numerator), denominator);
    return new Length(numerator / divisor, denominator / divisor);
  }

  private static long greatestCommonDivisor(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  boolean isZero() {
    return numerator == 0;
  }

  Length plus(Length other) {
    long divisor = greatestCommonDivisor(denominator, other.denominator);
    long scale = other.denominator / divisor;
    return of(
        Math.addExact(
            Math.multiplyExact(numerator, scale),
            Math.multiplyExact(other.numerator, denominator / divisor)),
        Math.multiplyExact(denominator, scale));
  }

  Length minus(Length other) {
    return plus(new Length(Math.negateExact(other.numerator), other.denominator));
  }

  Length times(Length factor) {
    return times(factor.numerator, factor.denominator);
  }

  Length times(long by, long over) {
    Length crossed = of(numerator, over);
    Length factor = of(by, denominator);
    return of(
        Math.multiplyExact(crossed.numerator, factor.numerator),
        Math.multiplyExact(crossed.denominator, factor.denominator));
  }

  /** The number of quarter notes, rounded once. */
  double quarters() {
    return 4.0 * numerator / denominator;
  }

  /** This length over another one. */
  double over(Length other) {
    return quarters() / other.quarters();
  }

  @Override
  public int compareTo(Length other) {
    return Long.signum(minus(other).numerator);
  }
}
