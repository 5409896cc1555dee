package io.cantus.jobs.spark;

import io.cantus.jobs.cli.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far a job is, how fast it goes and when it will be done: on a terminal as one line that
 * renews itself, elsewhere as a message now and then. The count may come from a Spark accumulator,
 * which counts twice what a task does twice: it is for the eye only.
 */
public final class Progress implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final Console console;
  private final String what;
  private final String unit;
  private final OptionalLong total;
  private final LongSupplier done;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private Progress(
      Console console, String what, String unit, OptionalLong total, LongSupplier done) {
    this.console = console;
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.done = done;
  }

  /**
   * Shows progress until closed.
   *
   * @param what the work, such as {@code Converting}
   * @param unit what is counted, in the plural
   * @param total how many there are, if known
   * @param done how many are done, asked from another thread
   */
  public static Progress show(
      Console console, String what, String unit, OptionalLong total, LongSupplier done) {
    Progress progress = new Progress(console, what, unit, total, done);
    long period = (console.interactive() ? ON_TERMINAL : ELSEWHERE).toMillis();
    var unused =
        progress.timer.scheduleAtFixedRate(progress::show, period, period, TimeUnit.MILLISECONDS);
    return progress;
  }

  private void show() {
    String line = line(what, unit, done.getAsLong(), total, elapsed());
    if (console.interactive()) {
      console.status(line);
    } else {
      console.info(line);
    }
  }

  /** Time since this began. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static String line(String what, String unit, long done, OptionalLong total, Duration elapsed) {
    double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
    double rate = done / seconds;
    StringBuilder line = new StringBuilder(what).append(' ').append(done);
    total.ifPresent(all -> line.append('/').append(all));
    line.append(' ').append(unit).append(String.format(Locale.ROOT, ", %.0f/s", rate));
    if (total.isPresent() && done > 0 && done < total.getAsLong()) {
      long left = Math.round((total.getAsLong() - done) / rate);
      line.append(", ").append(clock(left)).append(" left");
    }
    return line.toString();
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
        console.debug("the progress line did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.status("");
  }
}
