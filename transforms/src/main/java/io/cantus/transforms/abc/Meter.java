package io.cantus.transforms.abc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A meter with bars of one length: ABC 2.1 section 3.1.6.
 *
 * @param numerator the sum, where it is written as one such as 2+3
 */
record Meter(int numerator, int denominator) {
  private static final Pattern NO_DIGITS = Pattern.compile("\\D+");
  private static final Pattern SUM =
      Pattern.compile("\\(?\\s*(\\d{1,6}(?:\\s*\\+\\s*\\d{1,6}){0,50})\\s*\\)?\\s*/\\s*(\\d{1,9})");

  /** Whether an M: field asks for no meter. */
  static boolean isFree(String content) {
    return content.isEmpty() || content.equalsIgnoreCase("none");
  }

  static Meter parse(String content) throws MalformedTuneException {
    if (content.equalsIgnoreCase("C")) {
      return new Meter(4, 4);
    }
    if (content.equalsIgnoreCase("C|")) {
      return new Meter(2, 2);
    }
    Matcher sum = SUM.matcher(content);
    if (!sum.matches()) {
      throw bad(content);
    }
    int beats = NO_DIGITS.splitAsStream(sum.group(1)).mapToInt(Integer::parseInt).sum();
    int unit = Integer.parseInt(sum.group(2));
    if (beats == 0 || unit == 0) {
      throw bad(content);
    }
    return new Meter(beats, unit);
  }

  private static MalformedTuneException bad(String content) {
    return new MalformedTuneException("bad-meter", "\"%s\" is no meter".formatted(content));
  }

  Length bar() {
    return Length.of(numerator, denominator);
  }

  /** Whether beats have three parts, as in 6/8. */
  boolean isCompound() {
    return numerator > 3 && numerator % 3 == 0;
  }

  /** The unit note length of a tune that has no L: field. */
  Length unitLength() {
    return (double) numerator / denominator < 0.75 ? Length.of(1, 16) : Length.of(1, 8);
  }
}
