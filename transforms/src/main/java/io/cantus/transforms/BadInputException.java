package io.cantus.transforms;

/**
 * Input that cannot be used: a missing, damaged or empty file, a bundle that is none. The message
 * is one line that says what, where and what to do; it is shown without a stack trace (exit code
 * 3).
 */
public class BadInputException extends RuntimeException {
  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
