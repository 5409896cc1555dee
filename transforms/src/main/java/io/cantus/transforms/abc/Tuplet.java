package io.cantus.transforms.abc;

/** Notes that are played in the time of others, such as three in the time of two: ABC 2.1, 4.13. */
final class Tuplet {
  private static final int MOST = 9;

  private final int notes;
  private final int inTimeOf;
  private int left;

  private Tuplet(int notes, int inTimeOf, int length) {
    this.notes = notes;
    this.inTimeOf = inTimeOf;
    left = length;
  }

  /**
   * Reads {@code p}, {@code p:q} or {@code p:q:r} after the parenthesis: p notes in the time of q
   * for the next r notes.
   *
   * @param compound whether the meter is compound, which the usual q of some tuplets depends on
   */
  static Tuplet read(Cursor cursor, boolean compound) throws MalformedTuneException {
    int notes = cursor.number();
    int inTimeOf = 0;
    int length = 0;
    if (cursor.take(':')) {
      inTimeOf = cursor.atDigit() ? cursor.number() : 0;
      if (cursor.take(':')) {
        length = cursor.atDigit() ? cursor.number() : 0;
      }
    }
    boolean unknown = notes == 1 || notes > MOST;
    if (notes == 0 || (inTimeOf == 0 && unknown)) {
      throw new MalformedTuneException(
          "bad-tuplet", "%d notes in an unknown time".formatted(notes));
    }
    return new Tuplet(
        notes, inTimeOf == 0 ? usualTime(notes, compound) : inTimeOf, length == 0 ? notes : length);
  }

  private static int usualTime(int notes, boolean compound) {
    return switch (notes) {
      case 2, 4, 8 -> 3;
      case 3, 6 -> 2;
      default -> compound ? 3 : 2;
    };
  }

  /** The length of its next note. */
  Length next(Length written) {
    left--;
    return written.times(inTimeOf, notes);
  }

  boolean isComplete() {
    return left == 0;
  }
}
