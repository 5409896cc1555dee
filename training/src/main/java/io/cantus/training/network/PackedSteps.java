package io.cantus.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the steps of a batch of sequences of different lengths lie once the padding is left out:
 * row after row, all sequences' step 0 first, then all that have a step 1, and so on, the longest
 * sequence first within each. What is not there is not computed and cannot change a result.
 */
final class PackedSteps {
  private final int[] lengths;
  private final int[] order;
  private final int[] rows;
  private final int[] firstRow;

  private PackedSteps(int[] lengths) {
    this.lengths = lengths;
    order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer example) -> -lengths[example]))
            .mapToInt(Integer::intValue)
            .toArray();
    int longest = IntStream.of(lengths).max().orElse(0);
    rows = new int[longest + 1];
    for (int length : lengths) {
      for (int step = 0; step < length; step++) {
        rows[step]++;
      }
    }
    firstRow = new int[longest + 1];
    for (int step = 0; step < longest; step++) {
      firstRow[step + 1] = firstRow[step] + rows[step];
    }
  }

  /** The layout of sequences of these lengths, of which at least one must not be empty. */
  static PackedSteps ofLengths(int... lengths) {
    if (IntStream.of(lengths).allMatch(length -> length == 0)) {
      throw new IllegalArgumentException("a batch without any step");
    }
    return new PackedSteps(lengths);
  }

  /**
   * Cuts a batch whose sequences would take too much memory at once into parts that do not, unless
   * a single sequence does: the longest sequences first. In each part, sequences keep their
   * numbers.
   *
   * @param limit bytes
   */
  List<PackedSteps> split(BatchMemory memory, long limit) {
    List<PackedSteps> parts = new ArrayList<>();
    int[] part = new int[lengths.length];
    long bytes = 0;
    for (int rank = 0; rank < rows[0]; rank++) {
      int length = lengths[order[rank]];
      if (bytes > 0 && bytes + memory.bytes(length) > limit) {
        parts.add(new PackedSteps(part));
        part = new int[lengths.length];
        bytes = 0;
      }
      part[order[rank]] = length;
      bytes += memory.bytes(length);
    }
    parts.add(new PackedSteps(part));
    return parts;
  }

  /**
   * The layout under a mask.
   *
   * @param mask [examples, steps], in each row ones and then zeros
   */
  static PackedSteps ofMask(INDArray mask) {
    double[][] values = mask.toDoubleMatrix();
    int[] lengths = new int[values.length];
    for (int example = 0; example < values.length; example++) {
      double[] row = values[example];
      int length = 0;
      while (length < row.length && row[length] == 1) {
        length++;
      }
      for (int step = length; step < row.length; step++) {
        if (row[step] != 0) {
          throw new IllegalArgumentException(
              "mask of example %d is %s at step %d: must be ones and then zeros"
                  .formatted(example, row[step], step));
        }
      }
      lengths[example] = length;
    }
    return ofLengths(lengths);
  }

  /** Steps of the longest sequence. */
  int steps() {
    return rows.length - 1;
  }

  /** Sequences that have this step; 0 for the step after the last. */
  int rows(int step) {
    return rows[step];
  }

  /** Row of the longest sequence at this step. */
  int firstRow(int step) {
    return firstRow[step];
  }

  /**
   * The steps cut into runs whose rows are about {@code rows} together: where each begins, and the
   * step after the last.
   */
  int[] runs(int rows) {
    IntStream.Builder starts = IntStream.builder().add(0);
    int from = 0;
    for (int step = 1; step < steps(); step++) {
      if (firstRow[step] - from >= rows) {
        starts.add(step);
        from = firstRow[step];
      }
    }
    return starts.add(steps()).build().toArray();
  }

  /** Steps of all sequences together. */
  int totalRows() {
    return firstRow[steps()];
  }

  /** Number in the batch of the sequence that is {@code rank}-th within each step. */
  int example(int rank) {
    return order[rank];
  }

  @Override
  public String toString() {
    return "PackedSteps" + Arrays.toString(Arrays.copyOf(rows, steps()));
  }
}
