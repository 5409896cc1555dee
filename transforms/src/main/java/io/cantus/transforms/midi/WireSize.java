package io.cantus.transforms.midi;

import com.google.protobuf.CodedOutputStream;

/**
 * Bytes that parts of a NoteSequence take in protobuf's wire format, where their tags take one
 * byte. A field at its default takes none.
 */
final class WireSize {
  /** Tag and length of a message below 128 bytes, as all are that hold numbers only. */
  static final int HEADER = 2;

  private WireSize() {}

  static int ofDouble(double value) {
    return isDefault(value) ? 0 : 9;
  }

  /** Protobuf takes only the positive zero for the default. */
  static boolean isDefault(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  /** Of an int32 from 0 to 127. */
  static int ofSmall(int value) {
    return value == 0 ? 0 : 2;
  }

  static int ofInt(int value) {
    return value == 0 ? 0 : 1 + CodedOutputStream.computeInt32SizeNoTag(value);
  }

  /**
   * Of a text or message.
   *
   * @param length its bytes
   */
  static int ofDelimited(int length) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
  }

  static int ofString(String value) {
    return value.isEmpty() ? 0 : 1 + CodedOutputStream.computeStringSizeNoTag(value);
  }

  // The fields of each kind of event, but for its instrument.

  static int ofNote(double start, double end, int pitch, int velocity) {
    return ofDouble(start) + ofDouble(end) + ofSmall(pitch) + ofSmall(velocity);
  }

  static int ofPitchBend(double time, int bend) {
    return ofDouble(time) + ofInt(bend);
  }

  static int ofControlChange(double time, int control, int value) {
    return ofDouble(time) + ofSmall(control) + ofSmall(value);
  }

  static int ofTimeSignature(double time, int numerator, int denominator) {
    return ofDouble(time) + ofInt(numerator) + ofInt(denominator);
  }

  static int ofKeySignature(double time, int pitchClass, int mode) {
    return ofDouble(time) + ofSmall(pitchClass) + ofSmall(mode);
  }

  static int ofTempo(double time, double qpm) {
    return ofDouble(time) + ofDouble(qpm);
  }
}
