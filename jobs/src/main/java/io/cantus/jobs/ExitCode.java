package io.cantus.jobs;

/** How a command ended, as the shell sees it. */
public enum ExitCode {
  DONE(0),
  /** A mistake of ours; a stack trace was printed. */
  BUG(1),
  /** A mistake in how Cantus was called. */
  USAGE(2),
  /** Input that is missing, damaged or empty, or an output that cannot be written. */
  BAD_INPUT(3),
  /** A quality gate refused the result. */
  GATE_REFUSED(4),
  /** Somebody else holds the lock. */
  LOCKED(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }
}
