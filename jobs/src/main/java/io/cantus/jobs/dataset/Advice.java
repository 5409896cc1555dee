package io.cantus.jobs.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What to try where NoteSequences made no examples. */
final class Advice {
  private static final Map<String, String> BY_REASON =
      Map.of(
          "polyphonic",
          "all instruments play several notes at once; --ignore_polyphonic_notes takes the highest",
          "melodies-too-short",
          "a smaller --min_bars takes shorter melodies, a larger --gap_bars those with longer rests",
          "melodies-too-long",
          "a larger --max_steps_discard takes longer melodies",
          "too-few-pitches",
          "a smaller --min_unique_pitches takes melodies of fewer pitch classes",
          "no-melodic-notes",
          "melodies are not looked for on the drum channel; --nofilter_drums does",
          "no-notes",
          "the files that they were converted from hold no notes",
          "non-integer-steps-per-bar",
          "another --steps_per_quarter fits other meters",
          "not-a-note-sequence",
          "--input wants what convert makes");

  private Advice() {}

  /**
   * A line for each reason that something can be done about, the most frequent first.
   *
   * @param reasons how many inputs were refused, by reason
   */
  static List<String> on(Map<String, Long> reasons) {
    return byFrequency(reasons)
        .filter(BY_REASON::containsKey)
        .map(reason -> "%s: %s".formatted(reason, BY_REASON.get(reason)))
        .toList();
  }

  /** The most frequent reason. */
  static Optional<String> mostFrequent(Map<String, Long> reasons) {
    return byFrequency(reasons).findFirst();
  }

  private static Stream<String> byFrequency(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }
}
