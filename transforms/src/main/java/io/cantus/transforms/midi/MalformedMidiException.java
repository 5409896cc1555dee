package io.cantus.transforms.midi;

import io.cantus.transforms.Rejection;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A MIDI file that cannot be used. Has no stack trace: a hundred thousand files may throw it. */
final class MalformedMidiException extends Exception {
  private static final int NOWHERE = -1;

  private final String reason;
  private final long offset;
  private final int track;

  /** Trouble that lies in one track. */
  MalformedMidiException(String reason, long offset, int track, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.offset = offset;
    this.track = track;
  }

  /** Trouble outside all tracks. */
  MalformedMidiException(String reason, long offset, String detail) {
    this(reason, offset, NOWHERE, detail);
  }

  /** Trouble with the file as a whole. */
  MalformedMidiException(String reason, String detail) {
    this(reason, NOWHERE, NOWHERE, detail);
  }

  Rejection rejection() {
    return new Rejection(
        reason,
        getMessage(),
        offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset),
        track == NOWHERE ? OptionalInt.empty() : OptionalInt.of(track));
  }
}
