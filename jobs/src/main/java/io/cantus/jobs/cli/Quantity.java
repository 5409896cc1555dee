package io.cantus.jobs.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
public final class Quantity {
  private static final double STEP = 1000;

  private Quantity() {}

  /** A size with three digits and a decimal unit, such as {@code 12.3 MB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    for (String unit : new String[] {"bytes", "kB", "MB", "GB"}) {
      if (value < STEP) {
        return unit.equals("bytes")
            ? bytes + " bytes"
            : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, unit);
      }
      value /= STEP;
    }
    return String.format(Locale.ROOT, "%.1f TB", value);
  }

  /** A number of things, such as {@code 1 file} and {@code 2 files}. */
  public static String of(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** A time and what was done in it, such as {@code 2.5 s, 400 files/s}. */
  public static String rate(long count, String unit, Duration elapsed) {
    double seconds = Math.max(1, elapsed.toMillis()) / 1000.0;
    return String.format(Locale.ROOT, "%.1f s, %.0f %s/s", seconds, count / seconds, unit);
  }
}
