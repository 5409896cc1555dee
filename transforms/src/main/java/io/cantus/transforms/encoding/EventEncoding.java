package io.cantus.transforms.encoding;

import java.io.Serializable;

/**
 * Turns melody events into a network's input vectors and class numbers, and classes back into
 * events. Stateless and thread-safe.
 */
public interface EventEncoding extends Serializable {

  /** Numbers in one input vector. */
  int inputSize();

  /** Classes that the network chooses from, 0 to this minus one. */
  int numClasses();

  /** The class of an uneventful step; accuracies are told apart by it. */
  int defaultLabel();

  /**
   * Writes the input for a position over {@code vector[offset .. offset + inputSize())}. Only
   * {@code events[0 .. position]} are looked at.
   *
   * @throws IllegalArgumentException if a pitch lies outside the encoding's range
   */
  void encode(int[] events, int position, float[] vector, int offset);

  /**
   * The class of {@code events[position]}, given the events before it.
   *
   * @throws IllegalArgumentException if a pitch lies outside the encoding's range
   */
  int label(int[] events, int position);

  /** The event that a class means after the first {@code length} events. */
  int event(int label, int[] events, int length);

  /**
   * Writes a training example: for each of the {@code length - 1} steps the input of its position
   * and the label of the next. Encodings whose {@link #encode} reads the whole past override it to
   * carry that past along, so that a melody costs time linear in its length.
   *
   * @param length how many events to use, at least 1
   * @param inputs at least {@code (length - 1) * inputSize()} numbers, step after step
   * @param labels at least {@code length - 1} classes
   */
  default void encodeAll(int[] events, int length, float[] inputs, int[] labels) {
    for (int step = 0; step < length - 1; step++) {
      encode(events, step, inputs, step * inputSize());
      labels[step] = label(events, step + 1);
    }
  }
}
