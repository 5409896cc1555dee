package io.cantus.transforms.dataset;

import io.cantus.transforms.BadInputException;
import java.util.Arrays;

/**
 * Reads tf.train.SequenceExample messages that hold {@code inputs} and {@code labels}, from
 * whatever program: lists packed or not, the keys in any order, other keys and fields passed over.
 */
public final class SequenceExampleReader {
  private final WireReader wire;

  /** Where the two feature lists are; the last of each key counts, as in any protobuf map. */
  private int inputsFrom = -1;

  private int inputsTo;
  private int labelsFrom = -1;
  private int labelsTo;

  private float[] inputs = new float[256];
  private int inputCount;

  private SequenceExampleReader(byte[] message) {
    wire = new WireReader(message);
  }

  /**
   * The example in a message.
   *
   * @throws BadInputException if it is no SequenceExample, lacks one of the lists, or its steps are
   *     of different shapes
   */
  public static TrainingExample read(byte[] message) {
    SequenceExampleReader reader = new SequenceExampleReader(message);
    reader.findLists();
    return reader.example();
  }

  private void findLists() {
    while (wire.next()) {
      if (wire.at(2, WireReader.LENGTH_DELIMITED)) {
        int outer = wire.enter();
        while (wire.next()) {
          if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
            findList();
          } else {
            wire.skip();
          }
        }
        wire.leave(outer);
      } else {
        wire.skip();
      }
    }
    if (inputsFrom < 0 || labelsFrom < 0) {
      throw wire.fault("no feature list '%s'".formatted(inputsFrom < 0 ? "inputs" : "labels"));
    }
  }

  /** Reads a map entry: key 1, value 2, in any order. */
  private void findList() {
    int outer = wire.enter();
    String key = "";
    int from = wire.position();
    int to = from;
    while (wire.next()) {
      if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
        key = wire.text();
      } else if (wire.at(2, WireReader.LENGTH_DELIMITED)) {
        int entry = wire.enter();
        from = wire.position();
        wire.leave(entry);
        to = wire.position();
      } else {
        wire.skip();
      }
    }
    wire.leave(outer);
    if (key.equals("inputs")) {
      inputsFrom = from;
      inputsTo = to;
    } else if (key.equals("labels")) {
      labelsFrom = from;
      labelsTo = to;
    }
  }

  private TrainingExample example() {
    int steps = countFeatures(inputsFrom, inputsTo);
    int labelCount = countFeatures(labelsFrom, labelsTo);
    if (labelCount != steps) {
      throw wire.fault("inputs of %d steps but labels of %d".formatted(steps, labelCount));
    }
    int inputSize = readInputs(steps);
    return new TrainingExample(steps, inputSize, inputs, readLabels(steps));
  }

  private int countFeatures(int from, int to) {
    wire.seek(from, to);
    int count = 0;
    while (wire.next()) {
      if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
        count++;
      }
      wire.skip();
    }
    return count;
  }

  /** Fills {@link #inputs} and returns the size of a step's vector. */
  private int readInputs(int steps) {
    wire.seek(inputsFrom, inputsTo);
    int inputSize = 0;
    for (int step = 0; step < steps; step++) {
      toNextFeature();
      int before = inputCount;
      readFloats();
      int size = inputCount - before;
      if (step == 0) {
        inputSize = size;
        // The other steps can only be as large if the message has the bytes for them.
        if ((long) steps * inputSize * Float.BYTES > inputsTo - inputsFrom) {
          throw wire.fault("steps with fewer than the first one's %d inputs".formatted(inputSize));
        }
        inputs = Arrays.copyOf(inputs, steps * inputSize);
      } else if (size != inputSize) {
        throw wire.fault(
            "step %d has %d inputs, the first one %d".formatted(step, size, inputSize));
      }
    }
    return inputSize;
  }

  private void toNextFeature() {
    while (wire.next() && !wire.at(1, WireReader.LENGTH_DELIMITED)) {
      wire.skip();
    }
  }

  /** Reads a Feature with a FloatList. */
  private void readFloats() {
    int feature = wire.enter();
    while (wire.next()) {
      if (!wire.at(2, WireReader.LENGTH_DELIMITED)) {
        wire.skip();
        continue;
      }
      int list = wire.enter();
      while (wire.next()) {
        if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
          int count = wire.packedFloats();
          reserve(count);
          wire.floats(inputs, inputCount, count);
          inputCount += count;
        } else if (wire.at(1, WireReader.FIXED_32)) {
          reserve(1);
          inputs[inputCount++] = wire.fixed32();
        } else {
          wire.skip();
        }
      }
      wire.leave(list);
    }
    wire.leave(feature);
  }

  private void reserve(int count) {
    if (inputs.length - inputCount < count) {
      inputs = Arrays.copyOf(inputs, Math.max(inputCount + count, 2 * inputs.length));
    }
  }

  private int[] readLabels(int steps) {
    wire.seek(labelsFrom, labelsTo);
    int[] labels = new int[steps];
    for (int step = 0; step < steps; step++) {
      toNextFeature();
      labels[step] = readLabel();
    }
    return labels;
  }

  /** Reads a Feature with an Int64List of one class. */
  private int readLabel() {
    long label = 0;
    int count = 0;
    int feature = wire.enter();
    while (wire.next()) {
      if (!wire.at(3, WireReader.LENGTH_DELIMITED)) {
        wire.skip();
        continue;
      }
      int list = wire.enter();
      while (wire.next()) {
        if (wire.at(1, WireReader.VARINT)) {
          label = wire.varint();
          count++;
        } else if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
          int packed = wire.enter();
          while (wire.hasMore()) {
            label = wire.varint();
            count++;
          }
          wire.leave(packed);
        } else {
          wire.skip();
        }
      }
      wire.leave(list);
    }
    wire.leave(feature);
    if (count != 1 || label < 0 || label > Integer.MAX_VALUE) {
      throw wire.fault(
          count == 1 ? "%d is no class".formatted(label) : "a step has %d labels".formatted(count));
    }
    return (int) label;
  }
}
