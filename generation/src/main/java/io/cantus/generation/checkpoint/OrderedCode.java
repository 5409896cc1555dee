package io.cantus.generation.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keys that compare, byte by byte, as the values they were made of; after TensorFlow. Only what the
 * key of a whole tensor needs.
 */
final class OrderedCode {
  private static final int ZERO_SIGNED = 0x80;
  private static final int MINUS_ONE_SIGNED = 0x7f;

  private OrderedCode() {}

  /** The key of the data of a whole tensor: 0, its name, its rank, a slice of each dimension. */
  static byte[] tensorKey(String name, int rank) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    smallNumber(key, 0);
    string(key, name);
    smallNumber(key, rank);
    for (int dimension = 0; dimension < rank; dimension++) {
      // From 0, with the length -1: the whole dimension.
      key.write(ZERO_SIGNED);
      key.write(MINUS_ONE_SIGNED);
    }
    return key.toByteArray();
  }

  /** A number below 256. */
  private static void smallNumber(ByteArrayOutputStream key, int value) {
    if (value == 0) {
      key.write(0);
    } else {
      key.write(1);
      key.write(value);
    }
  }

  private static void string(ByteArrayOutputStream key, String value) {
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      key.write(b);
      if (b == 0) {
        key.write(0xff);
      }
    }
    key.write(0);
    key.write(1);
  }
}
