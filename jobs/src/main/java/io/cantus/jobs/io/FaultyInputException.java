package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;

/**
 * An input that is damaged, or is not what the job reads: whoever reads it again finds the same,
 * and a mended one is another input.
 */
public final class FaultyInputException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public FaultyInputException(String message) {
    super(message);
  }

  FaultyInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether an input was why {@code thrown} was thrown, by a task perhaps. */
  public static boolean isBehind(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FaultyInputException) {
        return true;
      }
    }
    return false;
  }
}
