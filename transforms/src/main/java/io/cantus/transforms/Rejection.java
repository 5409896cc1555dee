package io.cantus.transforms;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Why an input was refused.
 *
 * @param reason stable kebab-case key such as {@code data-byte-over-127}, to count and group by
 * @param detail one sentence for a person, with the offending value
 * @param offset byte offset in the input where the trouble was seen, if it has a place
 * @param track zero-based track of a MIDI file, if it lies in one
 */
public record Rejection(String reason, String detail, OptionalLong offset, OptionalInt track) {

  /** A rejection that has no place in the input. */
  public static Rejection of(String reason, String detail) {
    return new Rejection(reason, detail, OptionalLong.empty(), OptionalInt.empty());
  }

  /** One line: the reason, the place if known, and the detail. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(reason);
    offset.ifPresent(at -> line.append(" at byte ").append(at));
    track.ifPresent(index -> line.append(" in track ").append(index));
    return line.append(": ").append(detail).toString();
  }
}
