package io.cantus.transforms.musicxml;

/**
 * A stretch of time in a score.
 *
 * @param quarters its exact length in quarter notes; negative to go back
 * @param roundedQuarters the same as note-seq computes it, through ticks of 1/220 quarter; all
 *     seconds are made from it, in note-seq's order of operations, so that they are the same to the
 *     bit
 */
record Span(Fraction quarters, double roundedQuarters) {
  private static final double TICKS_PER_QUARTER = 220;

  static final Span QUARTER = new Span(Fraction.ONE, 1);

  /**
   * A duration of the file.
   *
   * @param units length in the file's unit, of which {@code divisions} make a quarter
   */
  static Span of(Fraction units, Fraction divisions) {
    double ticks = units.toDouble() * (TICKS_PER_QUARTER / divisions.toDouble());
    return new Span(units.dividedBy(divisions), ticks / TICKS_PER_QUARTER);
  }

  /** The same for the offset of a chord symbol, where note-seq multiplies before it divides. */
  static Span ofOffset(Fraction units, Fraction divisions) {
    double ticks = units.toDouble() * TICKS_PER_QUARTER / divisions.toDouble();
    return new Span(units.dividedBy(divisions), ticks / TICKS_PER_QUARTER);
  }

  /** The same stretch backwards. */
  Span back() {
    return new Span(quarters.negated(), -roundedQuarters);
  }
}
