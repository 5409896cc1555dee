package io.cantus.transforms.midi;

import java.nio.charset.StandardCharsets;

/**
 * The text of a track-name event, Latin-1 whatever the bytes are.
 *
 * @param utf8Length bytes that {@code text} takes in UTF-8
 */
record TrackName(String text, int utf8Length) {
  static final TrackName NONE = new TrackName("", 0);

  static TrackName of(byte[] midi, int offset, int length) {
    int twoByteChars = 0;
    for (int i = offset; i < offset + length; i++) {
      twoByteChars += (midi[i] & 0x80) >>> 7;
    }
    String text = new String(midi, offset, length, StandardCharsets.ISO_8859_1);
    return new TrackName(text, length + twoByteChars);
  }
}
