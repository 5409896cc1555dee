package io.cantus.transforms.dataset;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.wire.WireReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads tf.train.SequenceExample messages that hold {@code inputs} and {@code labels}, from
 * whatever program, and compact ones, see {@link CompactExample}: lists packed or not, the keys in
 * any order, other keys and fields passed over.
 */
public final class SequenceExampleReader {
  private static final String INPUTS = "inputs";
  private static final String LABELS = "labels";

  /** Above all numbers that a compact example holds. */
  private static final int LARGEST_NUMBER = 1 << 10;

  private final WireReader wire;

  /** Where the values are; the last of each key counts, as in any protobuf map. */
  private final Map<String, Span> features = new HashMap<>();

  private final Map<String, Span> lists = new HashMap<>();

  private float[] inputs = new float[256];
  private int inputCount;

  private long[] int64s = new long[64];
  private int int64Count;

  /** The bytes {@code from .. to - 1} of the message. */
  private record Span(int from, int to) {}

  private SequenceExampleReader(byte[] message) {
    wire = new WireReader(message, "not a SequenceExample of inputs and labels");
    while (wire.next()) {
      if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
        findEntries(features);
      } else if (wire.at(2, WireReader.LENGTH_DELIMITED)) {
        findEntries(lists);
      } else {
        wire.skip();
      }
    }
  }

  /**
   * The dense example in a message.
   *
   * @throws BadInputException if it is no SequenceExample, lacks one of the lists, or its steps are
   *     of different shapes
   */
  public static TrainingExample read(byte[] message) {
    return new SequenceExampleReader(message).dense();
  }

  /**
   * The example in a message, dense or compact.
   *
   * @param config in whose encoding a compact one is unfolded; a dense one is taken as it is
   * @throws BadInputException also if a compact one is in another range or key or on another grid
   *     than the config's
   */
  public static TrainingExample read(byte[] message, MelodyConfig config) {
    SequenceExampleReader reader = new SequenceExampleReader(message);
    return reader.isCompact() ? reader.compact().encoded(config) : reader.dense();
  }

  /**
   * The compact example in a message; empty if it has inputs and labels.
   *
   * @throws BadInputException if it is neither
   */
  public static Optional<CompactExample> readCompact(byte[] message) {
    SequenceExampleReader reader = new SequenceExampleReader(message);
    if (reader.isCompact()) {
      return Optional.of(reader.compact());
    }
    reader.requireLists();
    return Optional.empty();
  }

  /** Reads map entries: key 1, value 2, in any order. */
  private void findEntries(Map<String, Span> found) {
    int outer = wire.enter();
    while (wire.next()) {
      if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
        findEntry(found);
      } else {
        wire.skip();
      }
    }
    wire.leave(outer);
  }

  private void findEntry(Map<String, Span> found) {
    int outer = wire.enter();
    String key = "";
    Span value = new Span(wire.position(), wire.position());
    while (wire.next()) {
      if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
        key = wire.text();
      } else if (wire.at(2, WireReader.LENGTH_DELIMITED)) {
        int entry = wire.enter();
        int from = wire.position();
        wire.leave(entry);
        value = new Span(from, wire.position());
      } else {
        wire.skip();
      }
    }
    wire.leave(outer);
    found.put(key, value);
  }

  private boolean isCompact() {
    return !lists.containsKey(INPUTS)
        && features.containsKey(CompactExample.EVENTS)
        && features.containsKey(CompactExample.MELODY);
  }

  private void requireLists() {
    for (String key : List.of(INPUTS, LABELS)) {
      if (!lists.containsKey(key)) {
        throw wire.fault("no feature list '%s'".formatted(key));
      }
    }
  }

  private CompactExample compact() {
    int[] melody = numbers(CompactExample.MELODY);
    if (melody.length != 3 && melody.length != 4) {
      throw wire.fault("a melody of %d numbers".formatted(melody.length));
    }
    OptionalInt key = melody.length == 4 ? OptionalInt.of(melody[3]) : OptionalInt.empty();
    int[] events = numbers(CompactExample.EVENTS);
    for (int step = 0; step < events.length; step++) {
      events[step] -= CompactExample.EVENT_OFFSET;
      if (events[step] >= 0 && (events[step] < melody[0] || events[step] >= melody[1])) {
        throw wire.fault(
            "pitch %d at step %d of a melody in %d to %d"
                .formatted(events[step], step, melody[0], melody[1] - 1));
      }
    }
    return new CompactExample(events, melody[0], melody[1], melody[2], key);
  }

  private int[] numbers(String feature) {
    Span span = features.get(feature);
    wire.seek(span.from(), span.to());
    readInt64s();
    int[] numbers = new int[int64Count];
    for (int i = 0; i < int64Count; i++) {
      if (int64s[i] < 0 || int64s[i] > LARGEST_NUMBER) {
        throw wire.fault("%d in '%s'".formatted(int64s[i], feature));
      }
      numbers[i] = (int) int64s[i];
    }
    return numbers;
  }

  private TrainingExample dense() {
    requireLists();
    Span inputList = lists.get(INPUTS);
    Span labelList = lists.get(LABELS);
    int steps = countFeatures(inputList);
    int labelCount = countFeatures(labelList);
    if (labelCount != steps) {
      throw wire.fault("inputs of %d steps but labels of %d".formatted(steps, labelCount));
    }
    int inputSize = readInputs(steps, inputList);
    return new TrainingExample(steps, inputSize, inputs, readLabels(steps, labelList));
  }

  private int countFeatures(Span list) {
    wire.seek(list.from(), list.to());
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
  private int readInputs(int steps, Span list) {
    wire.seek(list.from(), list.to());
    int inputSize = 0;
    for (int step = 0; step < steps; step++) {
      toNextFeature();
      int before = inputCount;
      readFloats();
      int size = inputCount - before;
      if (step == 0) {
        inputSize = size;
        // The other steps can only be as large if the message has the bytes for them.
        if ((long) steps * inputSize * Float.BYTES > list.to() - list.from()) {
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

  private int[] readLabels(int steps, Span list) {
    wire.seek(list.from(), list.to());
    int[] labels = new int[steps];
    for (int step = 0; step < steps; step++) {
      toNextFeature();
      labels[step] = readLabel();
    }
    return labels;
  }

  /** Reads a Feature with an Int64List of one class. */
  private int readLabel() {
    int feature = wire.enter();
    readInt64s();
    wire.leave(feature);
    if (int64Count != 1) {
      throw wire.fault("a step has %d labels".formatted(int64Count));
    }
    if (int64s[0] < 0 || int64s[0] > Integer.MAX_VALUE) {
      throw wire.fault("%d is no class".formatted(int64s[0]));
    }
    return (int) int64s[0];
  }

  /** Reads what was entered, a Feature with an Int64List, into {@link #int64s}. */
  private void readInt64s() {
    int64Count = 0;
    while (wire.next()) {
      if (!wire.at(3, WireReader.LENGTH_DELIMITED)) {
        wire.skip();
        continue;
      }
      int list = wire.enter();
      while (wire.next()) {
        if (wire.at(1, WireReader.VARINT)) {
          readInt64();
        } else if (wire.at(1, WireReader.LENGTH_DELIMITED)) {
          int packed = wire.enter();
          while (wire.hasMore()) {
            readInt64();
          }
          wire.leave(packed);
        } else {
          wire.skip();
        }
      }
      wire.leave(list);
    }
  }

  private void readInt64() {
    if (int64Count == int64s.length) {
      int64s = Arrays.copyOf(int64s, 2 * int64Count);
    }
    int64s[int64Count++] = wire.varint();
  }
}
