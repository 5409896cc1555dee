package io.cantus.transforms.songbook;

/**
 * A time signature. Lengths are in thirty-second notes, as everywhere in this package.
 *
 * @param numerator parts of a bar, at least 1
 * @param denominator what a part is: 2, 4 or 8
 */
public record Meter(int numerator, int denominator) {

  /** The length of a bar. */
  public int barLength() {
    return numerator * Passage.UNITS_PER_WHOLE / denominator;
  }

  /** The length of a beat: a dotted quarter in 6/8 and its kin, else the denominator's note. */
  public int beatLength() {
    int part = Passage.UNITS_PER_WHOLE / denominator;
    return denominator == 8 && numerator % 3 == 0 ? 3 * part : part;
  }

  /** As it is written, such as {@code 6/8}. */
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
