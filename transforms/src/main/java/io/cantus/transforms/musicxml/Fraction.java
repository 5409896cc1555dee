package io.cantus.transforms.musicxml;

/**
 * An exact number: note values, and places in a measure in quarters, which must compare equal
 * however they were reached. Always reduced, the denominator positive.
 */
record Fraction(long numerator, long denominator) implements Comparable<Fraction> {
  static final Fraction ZERO = new Fraction(0, 1);
  static final Fraction ONE = new Fraction(1, 1);

  /**
   * Reduces.
   *
   * @throws ArithmeticException if {@code denominator} is zero or a number has no 64-bit form
   */
  static Fraction of(long numerator, long denominator) {
    if (denominator == 0) {
      throw new ArithmeticException("zero denominator");
    }
    if (numerator == 0) {
      return ZERO;
    }
    long divisor = gcd(numerator, denominator);
    long sign = denominator < 0 ? -1 : 1;
    return new Fraction(
        Math.multiplyExact(sign, numerator / divisor),
        Math.multiplyExact(sign, denominator / divisor));
  }

  private static long gcd(long a, long b) {
    long larger = Math.absExact(a);
    long smaller = Math.absExact(b);
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException if the sum has no 64-bit form
   */
  Fraction plus(Fraction other) {
    if (denominator == other.denominator) {
      return of(Math.addExact(numerator, other.numerator), denominator);
    }
    return of(
        Math.addExact(
            Math.multiplyExact(numerator, other.denominator),
            Math.multiplyExact(other.numerator, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  Fraction minus(Fraction other) {
    return plus(other.negated());
  }

  /**
   * The product.
   *
   * @throws ArithmeticException if the product has no 64-bit form
   */
  Fraction times(Fraction other) {
    Fraction crossed = of(numerator, other.denominator);
    Fraction otherCrossed = of(other.numerator, denominator);
    return of(
        Math.multiplyExact(crossed.numerator, otherCrossed.numerator),
        Math.multiplyExact(crossed.denominator, otherCrossed.denominator));
  }

  /**
   * The quotient.
   *
   * @throws ArithmeticException if {@code other} is zero or the quotient has no 64-bit form
   */
  Fraction dividedBy(Fraction other) {
    return times(other.inverted());
  }

  private Fraction inverted() {
    return of(/* numerator= */ denominator, /* denominator= */ numerator);
  }

  Fraction negated() {
    return new Fraction(Math.negateExact(numerator), denominator);
  }

  int signum() {
    return Long.signum(numerator);
  }

  Fraction max(Fraction other) {
    return compareTo(other) >= 0 ? this : other;
  }

  double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public int compareTo(Fraction other) {
    if (denominator == other.denominator) {
      return Long.compare(numerator, other.numerator);
    }
    int high =
        Long.compare(
            Math.multiplyHigh(numerator, other.denominator),
            Math.multiplyHigh(other.numerator, denominator));
    return high != 0
        ? high
        : Long.compareUnsigned(numerator * other.denominator, other.numerator * denominator);
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
