package io.cantus.jobs.cli;

/** Which messages are shown, by the names that Magenta's {@code --log} knows. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL
}
