package io.cantus.transforms.encoding;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The melody that the encodings' tests are written on, and how they look at vectors. */
final class EncodingExamples {
  static final int[] EVENTS = {
    60, -2, 62, -1, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, //
    60, -2, 64, -1, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, //
    60, -2, 64
  };

  private EncodingExamples() {}

  /** The numbers of an input vector that are not 0, by index. */
  static Map<Integer, Float> nonZeros(EventEncoding encoding, int[] events, int position) {
    int size = encoding.inputSize();
    float[] padded = new float[size + 2];
    Arrays.fill(padded, 9f);
    encoding.encode(events, position, padded, 1);
    if (padded[0] != 9f || padded[size + 1] != 9f) {
      throw new AssertionError("encode wrote outside its vector");
    }
    Map<Integer, Float> nonZeros = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      if (padded[i + 1] != 0) {
        nonZeros.put(i, padded[i + 1]);
      }
    }
    return nonZeros;
  }

  static Map<Integer, Float> vector(int[] ones, int[] minusOnes) {
    Map<Integer, Float> vector = new TreeMap<>();
    IntStream.of(ones).forEach(i -> vector.put(i, 1f));
    IntStream.of(minusOnes).forEach(i -> vector.put(i, -1f));
    return vector;
  }

  static int[] at(int... indices) {
    return indices;
  }

  static int[] labels(EventEncoding encoding, int[] events) {
    return IntStream.range(1, events.length).map(i -> encoding.label(events, i)).toArray();
  }

  /** The events that the labels mean, each after the events before it. */
  static int[] decoded(EventEncoding encoding, int[] events) {
    return IntStream.range(0, events.length)
        .map(i -> encoding.event(encoding.label(events, i), events, i))
        .toArray();
  }
}
