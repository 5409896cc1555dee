package io.cantus.transforms.abc;

/**
 * The passes through a repeated passage that a variant ending is for, as bits of a number: ABC 2.1
 * section 4.10, such as {@code 1,3,5-7}.
 */
final class Passes {
  private static final int MOST = 63;

  private Passes() {}

  static long read(Cursor cursor) throws MalformedTuneException {
    long passes = 0;
    do {
      int first = pass(cursor);
      int last = cursor.take('-') && cursor.atDigit() ? pass(cursor) : first;
      for (int pass = first; pass <= last; pass++) {
        passes |= 1L << pass;
      }
    } while (cursor.take(',') && cursor.atDigit());
    return passes;
  }

  private static int pass(Cursor cursor) throws MalformedTuneException {
    int pass = cursor.number();
    if (pass < 1 || pass > MOST) {
      throw new MalformedTuneException(
          "bad-ending", "an ending for pass %d; 1 to %d are possible".formatted(pass, MOST));
    }
    return pass;
  }

  static boolean contains(long passes, int pass) {
    return (passes >>> pass & 1) == 1;
  }

  static int last(long passes) {
    return MOST - Long.numberOfLeadingZeros(passes);
  }
}
