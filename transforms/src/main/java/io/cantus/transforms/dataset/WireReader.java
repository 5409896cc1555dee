package io.cantus.transforms.dataset;

import io.cantus.transforms.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks over a protobuf message in place. {@link #next} goes from field to field; a field's content
 * must then be entered, read or skipped. Every fault is a BadInputException with its byte.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED_32 = 5;

  private final ByteBuffer in;
  private int field;
  private int wireType;

  WireReader(byte[] message) {
    in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether anything is left of what was entered. */
  boolean hasMore() {
    return in.hasRemaining();
  }

  /** Goes to the next field of what was entered; false at its end. */
  boolean next() {
    if (!hasMore()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw fault("no field has the tag " + tag);
    }
    return true;
  }

  /** Whether {@link #next} came to this field in this wire type. */
  boolean at(int wantedField, int wantedWireType) {
    return field == wantedField && wireType == wantedWireType;
  }

  /** Enters the message in this field; returns what {@link #leave} needs. */
  int enter() {
    int length = length();
    int outerLimit = in.limit();
    in.limit(in.position() + length);
    return outerLimit;
  }

  /** Goes on after the entered message. */
  void leave(int outerLimit) {
    in.position(in.limit());
    in.limit(outerLimit);
  }

  /** Where in the message the reader is. */
  int position() {
    return in.position();
  }

  /** Goes to a message seen before, {@code from .. to - 1}. */
  void seek(int from, int to) {
    in.limit(to);
    in.position(from);
  }

  void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED_64 -> advance(Long.BYTES);
      case LENGTH_DELIMITED -> advance(length());
      case FIXED_32 -> advance(Float.BYTES);
      default -> throw fault("no field has the wire type " + wireType);
    }
  }

  private void advance(int bytes) {
    require(bytes);
    in.position(in.position() + bytes);
  }

  String text() {
    int length = length();
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /** How many packed floats the field holds. */
  int packedFloats() {
    int length = length();
    if (length % Float.BYTES != 0) {
      throw fault("%d bytes are no whole number of floats".formatted(length));
    }
    return length / Float.BYTES;
  }

  void floats(float[] values, int offset, int count) {
    FloatBuffer floats = in.asFloatBuffer();
    floats.get(values, offset, count);
    in.position(in.position() + Float.BYTES * count);
  }

  float fixed32() {
    require(Float.BYTES);
    return in.getFloat();
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1);
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw fault("a number goes on beyond 10 bytes");
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw fault(
          "a field of %s bytes where %d are left"
              .formatted(Long.toUnsignedString(length), in.remaining()));
    }
    return (int) length;
  }

  private void require(int bytes) {
    if (in.remaining() < bytes) {
      throw fault("cut off");
    }
  }

  BadInputException fault(String what) {
    return new BadInputException(
        "not a SequenceExample of inputs and labels: %s at byte %d of %d"
            .formatted(what, in.position(), in.capacity()));
  }
}
