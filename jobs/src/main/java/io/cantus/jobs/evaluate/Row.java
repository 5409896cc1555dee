package io.cantus.jobs.evaluate;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.training.EventMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** The columns of a file, in order. */
  static final List<String> COLUMNS =
      List.of(
          "level",
          "source",
          "melody",
          "melodies",
          "events",
          "log_likelihood",
          "perplexity",
          "accuracy",
          "reason",
          "message");

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

  /** The values of all columns; null where there is none. */
  Map<String, Object> values() {
    boolean scored = metrics.steps() > 0;
    Map<String, Object> values = new LinkedHashMap<>();
    COLUMNS.forEach(column -> values.put(column, null));
    values.put("level", level.key());
    values.put("source", source.isEmpty() ? null : source);
    values.put("melody", melody == 0 ? null : (long) melody);
    values.put("melodies", melodies);
    values.put("events", metrics.steps());
    values.put("log_likelihood", scored ? metrics.logLikelihood() : null);
    values.put("perplexity", scored ? metrics.perplexity() : null);
    values.put("accuracy", scored ? metrics.accuracy() : null);
    values.put("reason", refusal.map(Refusal::reason).orElse(null));
    values.put("message", refusal.map(Refusal::detail).orElse(null));
    return values;
  }
}
