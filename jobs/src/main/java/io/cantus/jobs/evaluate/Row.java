package io.cantus.jobs.evaluate;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.training.EventMetrics;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the result.
 *
 * @param source the file's name; empty in the total
 * @param melody its number in the file, from 1; 0 where the line is of several
 * @param melodies how many the line is of
 * @param metrics of them; no steps where there are none
 * @param refusal why there are none, in a file's line
 */
record Row(
    Level level,
    String source,
    int melody,
    long melodies,
    EventMetrics metrics,
    Optional<Refusal> refusal) {

  /** What a line is of. */
  enum Level {
    MELODY,
    FILE,
    TOTAL;

    /** The name in files. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Row ofMelody(String source, int number, EventMetrics metrics) {
    return new Row(Level.MELODY, source, number, 1, metrics, Optional.empty());
  }

  static Row ofFile(String source, long melodies, EventMetrics metrics, Optional<Refusal> refusal) {
    return new Row(Level.FILE, source, 0, melodies, metrics, refusal);
  }

  static Row total(long melodies, EventMetrics metrics) {
    return new Row(Level.TOTAL, "", 0, melodies, metrics, Optional.empty());
  }
}
