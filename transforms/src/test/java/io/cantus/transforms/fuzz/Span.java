package io.cantus.transforms.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a file {@code from} to before {@code to}. */
record Span(int from, int to) {
  static Span empty(int at) {
    return new Span(at, at);
  }

  byte[] of(byte[] file) {
    return Arrays.copyOfRange(file, from, to);
  }

  /** The file with other bytes in place of these. */
  byte[] replaced(byte[] file, byte[] by) {
    return ByteBuffer.allocate(file.length - (to - from) + by.length)
        .put(file, 0, from)
        .put(by)
        .put(file, to, file.length - to)
        .array();
  }

  /** The file with two stretches in each other's place, if they do not overlap. */
  static byte[] swapped(byte[] file, Span one, Span two) {
    Span left = one.from <= two.from ? one : two;
    Span right = one.from <= two.from ? two : one;
    if (right.from < left.to) {
      return file.clone();
    }
    return left.replaced(right.replaced(file, left.of(file)), right.of(file));
  }
}
