package io.cantus.transforms.abc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number of an X: field, which names a tune within its book. */
final class ReferenceNumber {
  private static final Pattern FIELD = Pattern.compile("X:\\s*([+-]?\\d{1,18})(?!\\d).*");

  private ReferenceNumber() {}

  /** The number that a line gives; 0 if it gives none. */
  static long of(String line) {
    Matcher field = FIELD.matcher(line);
    return field.matches() ? Long.parseLong(field.group(1)) : 0;
  }
}
