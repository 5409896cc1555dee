package io.cantus.transforms.wire;

import com.google.protobuf.ByteString;
import io.cantus.transforms.BadInputException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks over a protobuf message in place, as lenient as protobuf's own Java parser. {@link #next}
 * goes from field to field; a field's content must then be entered, read or skipped. Every fault is
 * a BadInputException with its byte. Not thread-safe.
 */
public final class WireReader {
  public static final int VARINT = 0;
  public static final int FIXED_64 = 1;
  public static final int LENGTH_DELIMITED = 2;
  public static final int FIXED_32 = 5;

  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int TYPE_BITS = 3;
  private static final int DEEPEST_GROUP = 100;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] message;
  private final String fault;
  private int position;
  private int limit;
  private int tag;

  /**
   * @param fault what a message begins with that says what is wrong
   */
  public WireReader(byte[] message, String fault) {
    this.message = message;
    this.fault = fault;
    limit = message.length;
  }

  /** The tag of a field in a wire type, to compare with {@link #tag}. */
  public static int tag(int field, int wireType) {
    return field << TYPE_BITS | wireType;
  }

  /** Whether anything is left of what was entered. */
  public boolean hasMore() {
    return position < limit;
  }

  /** Goes to the next field of what was entered; false at its end. */
  public boolean next() {
    if (position == limit) {
      return false;
    }
    tag = (int) varint();
    if (tag >>> TYPE_BITS == 0) {
      throw fault("no field has the tag " + Integer.toUnsignedString(tag));
    }
    return true;
  }

  /** The tag of the field that {@link #next} came to: its number times 8 plus its wire type. */
  public int tag() {
    return tag;
  }

  /** Whether {@link #next} came to this field in this wire type. */
  public boolean at(int field, int wireType) {
    return tag == tag(field, wireType);
  }

  /** Enters the message in this field; returns what {@link #leave} needs. */
  public int enter() {
    int length = length();
    int outerLimit = limit;
    limit = position + length;
    return outerLimit;
  }

  /** Goes on after the entered message. */
  public void leave(int outerLimit) {
    position = limit;
    limit = outerLimit;
  }

  /** Where in the message the reader is. */
  public int position() {
    return position;
  }

  /** Goes to a message seen before, {@code from .. to - 1}. */
  public void seek(int from, int to) {
    position = from;
    limit = to;
  }

  /** Passes over this field. */
  public void skip() {
    skip(DEEPEST_GROUP);
  }

  private void skip(int depth) {
    switch (tag & (1 << TYPE_BITS) - 1) {
      case VARINT -> varint();
      case FIXED_64 -> advance(Long.BYTES);
      case LENGTH_DELIMITED -> advance(length());
      case FIXED_32 -> advance(Float.BYTES);
      case START_GROUP -> skipGroup(depth);
      default -> throw fault("no field has the tag " + Integer.toUnsignedString(tag));
    }
  }

  private void skipGroup(int depth) {
    int end = tag - START_GROUP + END_GROUP;
    if (depth == 0) {
      throw fault("more than %d groups in one another".formatted(DEEPEST_GROUP));
    }
    while (next()) {
      if (tag == end) {
        return;
      }
      skip(depth - 1);
    }
    throw fault("cut off");
  }

  private void advance(int bytes) {
    require(bytes);
    position += bytes;
  }

  /** The text in this field. */
  public String text() {
    int length = length();
    ByteString bytes = ByteString.copyFrom(message, position, length);
    if (!bytes.isValidUtf8()) {
      throw fault("a text that is no UTF-8");
    }
    position += length;
    return bytes.toStringUtf8();
  }

  /** How many packed floats the field holds. */
  public int packedFloats() {
    int length = length();
    if (length % Float.BYTES != 0) {
      throw fault("%d bytes are no whole number of floats".formatted(length));
    }
    return length / Float.BYTES;
  }

  /** Reads floats that lie one after another. */
  public void floats(float[] values, int offset, int count) {
    int bytes = Float.BYTES * count;
    require(bytes);
    ByteBuffer.wrap(message, position, bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values, offset, count);
    position += bytes;
  }

  public float fixed32() {
    require(Float.BYTES);
    int bits =
        (message[position] & 0xff)
            | (message[position + 1] & 0xff) << 8
            | (message[position + 2] & 0xff) << 16
            | message[position + 3] << 24;
    position += Float.BYTES;
    return Float.intBitsToFloat(bits);
  }

  public double fixed64() {
    require(Double.BYTES);
    double value = Double.longBitsToDouble((long) LONG.get(message, position));
    position += Double.BYTES;
    return value;
  }

  /** A number; those of 32 bits are its lower half. */
  public long varint() {
    if (position < limit && message[position] >= 0) {
      return message[position++];
    }
    return longVarint();
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1);
      byte next = message[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw fault("a number goes on beyond 10 bytes");
  }

  private int length() {
    int length = (int) varint();
    if (length < 0 || length > limit - position) {
      throw fault(
          "a field of %s bytes where %d are left"
              .formatted(Integer.toUnsignedString(length), limit - position));
    }
    return length;
  }

  private void require(int bytes) {
    if (limit - position < bytes) {
      throw fault("cut off");
    }
  }

  /** What to throw where the message is not as it should be. */
  public BadInputException fault(String what) {
    return new BadInputException(
        "%s: %s at byte %d of %d".formatted(fault, what, position, message.length));
  }
}
