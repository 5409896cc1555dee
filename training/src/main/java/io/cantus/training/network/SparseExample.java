package io.cantus.training.network;

import io.cantus.transforms.dataset.TrainingExample;
import java.io.Serializable;

/**
 * One training sequence with only the non-zero inputs, which is how it is kept and sent around:
 * inputs are one-hot blocks and a few flags, so this is about a tenth of the whole.
 *
 * @param inputSize numbers in the input of a step
 * @param stepEnds for each step, how many non-zero inputs there are up to its end
 * @param columns place of each non-zero input within its step
 * @param values the non-zero inputs
 * @param labels for each step, the class that comes next
 */
public record SparseExample(
    int inputSize, int[] stepEnds, char[] columns, float[] values, char[] labels)
    implements Serializable {

  /**
   * Packs an example.
   *
   * @param example inputs of at most 65,536 numbers a step, labels below 65,536
   */
  public static SparseExample of(TrainingExample example) {
    return of(example.inputSize(), example.inputs(), example.labels());
  }

  static SparseExample of(int inputSize, float[] inputs, int[] labels) {
    if (inputSize > Character.MAX_VALUE + 1 || inputs.length != labels.length * inputSize) {
      throw new IllegalArgumentException(
          "%d inputs for %d steps of size %d".formatted(inputs.length, labels.length, inputSize));
    }
    int nonZeros = 0;
    for (float input : inputs) {
      nonZeros += input == 0 ? 0 : 1;
    }
    int[] stepEnds = new int[labels.length];
    char[] columns = new char[nonZeros];
    float[] values = new float[nonZeros];
    char[] packedLabels = new char[labels.length];
    int next = 0;
    for (int step = 0; step < labels.length; step++) {
      for (int column = 0; column < inputSize; column++) {
        float value = inputs[step * inputSize + column];
        if (value != 0) {
          columns[next] = (char) column;
          values[next++] = value;
        }
      }
      stepEnds[step] = next;
      if (labels[step] < 0 || labels[step] > Character.MAX_VALUE) {
        throw new IllegalArgumentException("label %d at step %d".formatted(labels[step], step));
      }
      packedLabels[step] = (char) labels[step];
    }
    return new SparseExample(inputSize, stepEnds, columns, values, packedLabels);
  }

  /** Steps of the sequence. */
  public int steps() {
    return labels.length;
  }

  /** Writes the inputs of one step over zeros in {@code to} from {@code offset}. */
  void expand(int step, float[] to, int offset) {
    for (int i = step == 0 ? 0 : stepEnds[step - 1]; i < stepEnds[step]; i++) {
      to[offset + columns[i]] = values[i];
    }
  }
}
