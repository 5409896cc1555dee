package io.cantus.jobs;

import io.cantus.generation.cli.Exit;

/** How a command ended, as the shell sees it. */
public enum ExitCode {
  DONE(Exit.DONE),
  /** A mistake of ours; a stack trace was printed. */
  BUG(Exit.BUG),
  /** A mistake in how Cantus was called. */
  USAGE(Exit.USAGE),
  /** Input that is missing, damaged or empty, or an output that cannot be written. */
  BAD_INPUT(Exit.BAD_INPUT),
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
