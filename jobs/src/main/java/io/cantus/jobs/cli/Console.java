package io.cantus.jobs.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The terminal: results go to standard output, messages and one transient status line to standard
 * error. Safe for use by several threads.
 */
public final class Console {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private LogLevel threshold = LogLevel.INFO;
  private String status = "";
  private volatile boolean stopping;

  private Console(PrintStream out, PrintStream err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /**
   * The console of this process, in UTF-8 whatever the locale. The launcher says by the system
   * property {@code cantus.terminal} whether standard error is a terminal, because Java cannot
   * tell.
   */
  public static Console ofProcess() {
    boolean interactive = Boolean.getBoolean("cantus.terminal");
    Console console =
        new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), interactive);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> console.stopping = true));
    return console;
  }

  /** A console that writes elsewhere and is no terminal. */
  public static Console to(PrintStream out, PrintStream err) {
    return new Console(out, err, false);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Shows only messages of this level and above from now on. */
  public synchronized void threshold(LogLevel level) {
    threshold = level;
  }

  /** Standard output, for text that somebody else writes. */
  PrintWriter writer() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** Whether a person watches standard error. */
  public boolean interactive() {
    return interactive;
  }

  /** One line of results. */
  public synchronized void print(String line) {
    clearStatus();
    out.println(line);
    out.flush();
    showStatus();
  }

  public void debug(String message) {
    log(LogLevel.DEBUG, message);
  }

  public void info(String message) {
    log(LogLevel.INFO, message);
  }

  public void warn(String message) {
    log(LogLevel.WARN, message);
  }

  /** A message on standard error, if its level is shown. */
  public synchronized void log(LogLevel level, String message) {
    if (level.compareTo(threshold) < 0) {
      return;
    }
    clearStatus();
    err.println(level == LogLevel.INFO ? message : level + " " + message);
    showStatus();
  }

  /** The one line that ends a run because of a mistake of the user's. Always shown. */
  public synchronized void mistake(String message) {
    clearStatus();
    err.println("cantus: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  /**
   * The stack trace that ends a run because of a mistake of ours. Always shown, unless the process
   * was told to stop: then a job that breaks off is none.
   */
  public synchronized void bug(Throwable cause) {
    clearStatus();
    if (stopping) {
      err.println("cantus: stopped");
      return;
    }
    err.println("cantus: this is a bug in Cantus, please report it with these lines:");
    cause.printStackTrace(err);
  }

  /** Replaces the transient line at the bottom of a terminal; an empty one removes it. */
  public synchronized void status(String line) {
    clearStatus();
    status = line;
    showStatus();
  }

  private void clearStatus() {
    if (interactive && !status.isEmpty()) {
      err.print(CLEAR_LINE);
    }
  }

  private void showStatus() {
    if (interactive && !status.isEmpty()) {
      err.print(status);
      err.flush();
    }
  }

  /** Writes out what is buffered and removes the status line. */
  public synchronized void flush() {
    status("");
    out.flush();
    err.flush();
  }
}
