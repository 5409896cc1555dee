package io.cantus.jobs.doctor;

/**
 * One line of the doctor's.
 *
 * @param subject what was looked at
 * @param text what was found and, unless that is fine, what to do
 */
record Finding(Verdict verdict, String subject, String text) {

  /** What a finding means for training. */
  enum Verdict {
    OK("ok"),
    /** Training works; something could be better. */
    NOTE("note"),
    /** Training would not work. */
    WRONG("wrong");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }
  }

  static Finding ok(String subject, String text) {
    return new Finding(Verdict.OK, subject, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(Verdict.NOTE, subject, text);
  }

  static Finding wrong(String subject, String text) {
    return new Finding(Verdict.WRONG, subject, text);
  }

  boolean isWrong() {
    return verdict == Verdict.WRONG;
  }

  String line() {
    return "%-7s%-12s%s".formatted(verdict.label, subject, text);
  }
}
