package io.cantus.jobs.dataset;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** A line for each reason that something can be done about, the most frequent first. */
  static List<String> on(Refusals refused) {
    List<String> lines = new ArrayList<>();
    for (String reason : byFrequency(refused)) {
      if (BY_REASON.containsKey(reason)) {
        lines.add("%s: %s".formatted(reason, BY_REASON.get(reason)));
      }
    }
    return lines;
  }

  /** The most frequent reason. */
  static Optional<String> mostFrequent(Refusals refused) {
    return byFrequency(refused).stream().findFirst();
  }

  private static List<String> byFrequency(Refusals refused) {
    Map<String, Long> counts =
        refused.all().stream()
            .collect(Collectors.groupingBy(Refusal::reason, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
