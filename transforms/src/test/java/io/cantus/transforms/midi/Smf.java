package io.cantus.transforms.midi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Builds MIDI files from hex, for tests. Offsets: the first track's events begin at byte 22. */
public final class Smf {
  static final int FIRST_EVENT = 22;

  private Smf() {}

  /** A file of format 1 with a right header and each track's length right. */
  public static byte[] file(int division, String... tracks) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header(1, tracks.length, division));
    for (String events : tracks) {
      file.writeBytes(track(hex(events)));
    }
    return file.toByteArray();
  }

  /** A file of format 1 with one track. */
  static byte[] file(int division, byte[] events) {
    return join(header(1, 1, division), track(events));
  }

  static byte[] header(int format, int tracks, int division) {
    return ByteBuffer.allocate(14)
        .putInt(0x4d546864)
        .putInt(6)
        .putShort((short) format)
        .putShort((short) tracks)
        .putShort((short) division)
        .array();
  }

  static byte[] track(byte[] events) {
    return ByteBuffer.allocate(8 + events.length)
        .putInt(0x4d54726b)
        .putInt(events.length)
        .put(events)
        .array();
  }

  /** Bytes of a hex string, blanks ignored. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
