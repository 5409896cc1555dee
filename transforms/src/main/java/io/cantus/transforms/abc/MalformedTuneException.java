package io.cantus.transforms.abc;

/** Text that is no music. Has no stack trace: a hundred thousand tunes may throw it. */
final class MalformedTuneException extends Exception {
  private static final int LONGEST = 200;

  private final String reason;

  /**
   * @param reason stable kebab-case key
   */
  MalformedTuneException(String reason, String detail) {
    super(shortened(detail), null, false, false);
    this.reason = reason;
  }

  /** A detail quotes the text, where a line may have a megabyte. */
  private static String shortened(String detail) {
    return detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST) + "...";
  }

  String reason() {
    return reason;
  }
}
