package io.cantus.transforms.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Writes tf.train.SequenceExample messages as Magenta's make_sequence_example fills them: feature
 * lists {@code inputs}, a float list each step, and {@code labels}, an int64 list of one each step,
 * in this order; and compact ones, see {@link CompactExample}. The bytes are laid down directly;
 * all lengths are known beforehand.
 */
public final class SequenceExampleWriter {
  private static final byte[] INPUTS = "inputs".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LABELS = "labels".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MELODY = CompactExample.MELODY.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENTS = CompactExample.EVENTS.getBytes(StandardCharsets.US_ASCII);

  /** Tags: the field's number times 8, plus 2 for a field with a length. */
  private static final byte FIELD_1 = 1 << 3 | 2;

  private static final byte FIELD_2 = 2 << 3 | 2;
  private static final byte FIELD_3 = 3 << 3 | 2;

  private SequenceExampleWriter() {}

  /** The message's bytes. */
  public static byte[] write(TrainingExample example) {
    return write(example.steps(), example.inputSize(), example.inputs(), example.labels());
  }

  /**
   * The message's bytes; the arrays may be longer than needed.
   *
   * @param inputs {@code steps * inputSize} numbers, step after step
   * @param labels a class each step, not negative
   * @throws ArithmeticException if the message is larger than an array
   */
  public static byte[] write(int steps, int inputSize, float[] inputs, int[] labels) {
    int floatBytes = Math.multiplyExact(Float.BYTES, inputSize);
    // From the inside out: value list, Feature, FeatureList, map entry, FeatureLists.
    int floatList = field(floatBytes);
    int inputsList = Math.multiplyExact(steps, field(field(floatList)));
    int labelsList = 0;
    for (int step = 0; step < steps; step++) {
      labelsList += field(field(field(varintSize(labels[step]))));
    }
    int inputsEntry = Math.addExact(field(INPUTS.length), field(inputsList));
    int labelsEntry = field(LABELS.length) + field(labelsList);
    int lists = Math.addExact(field(inputsEntry), field(labelsEntry));

    ByteBuffer out = ByteBuffer.allocate(field(lists)).order(ByteOrder.LITTLE_ENDIAN);
    begin(out, FIELD_2, lists);
    begin(out, FIELD_1, inputsEntry);
    begin(out, FIELD_1, INPUTS.length);
    out.put(INPUTS);
    begin(out, FIELD_2, inputsList);
    for (int step = 0; step < steps; step++) {
      begin(out, FIELD_1, field(floatList));
      begin(out, FIELD_2, floatList);
      begin(out, FIELD_1, floatBytes);
      out.asFloatBuffer().put(inputs, step * inputSize, inputSize);
      out.position(out.position() + floatBytes);
    }
    begin(out, FIELD_1, labelsEntry);
    begin(out, FIELD_1, LABELS.length);
    out.put(LABELS);
    begin(out, FIELD_2, labelsList);
    for (int step = 0; step < steps; step++) {
      int size = varintSize(labels[step]);
      begin(out, FIELD_1, field(field(size)));
      begin(out, FIELD_3, field(size));
      begin(out, FIELD_1, size);
      putVarint(out, labels[step]);
    }
    return out.array();
  }

  /** The bytes of a compact example's message. */
  public static byte[] write(CompactExample example) {
    int[] events = example.events();
    int eventBytes = 0;
    for (int event : events) {
      eventBytes += varintSize(event + CompactExample.EVENT_OFFSET);
    }
    int[] melody = melody(example);
    int melodyBytes = 0;
    for (int number : melody) {
      melodyBytes += varintSize(number);
    }
    int melodyEntry = field(MELODY.length) + field(field(field(melodyBytes)));
    int eventsEntry = field(EVENTS.length) + field(field(field(eventBytes)));
    int features = field(melodyEntry) + field(eventsEntry);

    ByteBuffer out = ByteBuffer.allocate(field(features));
    begin(out, FIELD_1, features);
    beginPacked(out, MELODY, melodyEntry, melodyBytes);
    for (int number : melody) {
      putVarint(out, number);
    }
    beginPacked(out, EVENTS, eventsEntry, eventBytes);
    for (int event : events) {
      putVarint(out, event + CompactExample.EVENT_OFFSET);
    }
    return out.array();
  }

  private static int[] melody(CompactExample example) {
    IntStream range = IntStream.of(example.minNote(), example.maxNote(), example.stepsPerQuarter());
    return IntStream.concat(range, example.key().stream()).toArray();
  }

  /** Begins the entry of a feature that is a packed list of int64. */
  private static void beginPacked(ByteBuffer out, byte[] key, int entry, int bytes) {
    begin(out, FIELD_1, entry);
    begin(out, FIELD_1, key.length);
    out.put(key);
    begin(out, FIELD_2, field(field(bytes)));
    begin(out, FIELD_3, field(bytes));
    begin(out, FIELD_1, bytes);
  }

  /** The size of a field with a length: tag, length, content. */
  private static int field(int content) {
    return Math.addExact(1 + varintSize(content), content);
  }

  private static int varintSize(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative number " + value);
    }
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }

  private static void begin(ByteBuffer out, byte tag, int length) {
    out.put(tag);
    putVarint(out, length);
  }

  private static void putVarint(ByteBuffer out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
