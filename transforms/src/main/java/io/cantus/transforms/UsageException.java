package io.cantus.transforms;

/**
 * A mistake in how Cantus was called: an unknown name, a malformed option. The message is one line
 * that says what is wrong and what to do; it is shown without a stack trace (exit code 2).
 */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
