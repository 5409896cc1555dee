package io.cantus.generation.cli;

/** The one place that ends a process, and what its exit status says. */
public final class Exit {
  public static final int DONE = 0;

  /** A mistake of ours; a stack trace was printed. */
  public static final int BUG = 1;

  /** A mistake in how Cantus was called. */
  public static final int USAGE = 2;

  /** Input that is missing, damaged or empty, or an output that cannot be written. */
  public static final int BAD_INPUT = 3;

  private Exit() {}

  /** Ends the process. */
  public static void with(int status) {
    System.exit(status);
  }
}
