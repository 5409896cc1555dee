package io.cantus.transforms.musicxml;

import io.cantus.transforms.Rejection;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A score that cannot be used. Has no stack trace: a hundred thousand files may throw it. */
final class MalformedScoreException extends Exception {
  private static final int QUOTED_LENGTH = 40;
  private static final long NOWHERE = -1;

  private final String reason;
  private final long offset;

  /** Trouble at a byte of the file. */
  MalformedScoreException(String reason, long offset, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  /** Trouble whose place, if it has one, is told by {@code detail}. */
  MalformedScoreException(String reason, String detail) {
    this(reason, NOWHERE, detail);
  }

  Rejection rejection() {
    return new Rejection(
        reason,
        getMessage(),
        offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset),
        OptionalInt.empty());
  }

  /** Words of the file as a message may show them: in quotes and never long. */
  static String quoted(String text) {
    return text.length() <= QUOTED_LENGTH
        ? "\"" + text + "\""
        : "\"" + text.substring(0, QUOTED_LENGTH) + "…\"";
  }
}
