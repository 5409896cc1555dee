package io.cantus.transforms.encoding;

import io.cantus.transforms.melody.Melody;
import java.io.Serializable;

/**
 * Numbers a melody's events: no event 0, note-off 1, then the pitches of {@code [minNote,
 * maxNote)}.
 */
record MelodyOneHot(int minNote, int maxNote) implements Serializable {
  private static final int SPECIAL_EVENTS = 2;

  MelodyOneHot {
    if (minNote < 0 || maxNote > Melody.MAX_PITCH + 1 || maxNote - minNote < 12) {
      throw new IllegalArgumentException(
          "[%d,%d) is no range of at least an octave within [0,128)".formatted(minNote, maxNote));
    }
  }

  int size() {
    return maxNote - minNote + SPECIAL_EVENTS;
  }

  int index(int event) {
    if (event < 0) {
      return event + SPECIAL_EVENTS;
    }
    if (event < minNote || event >= maxNote) {
      throw new IllegalArgumentException(
          "pitch %d is not in [%d,%d)".formatted(event, minNote, maxNote));
    }
    return event - minNote + SPECIAL_EVENTS;
  }

  int event(int index) {
    return index < SPECIAL_EVENTS ? index - SPECIAL_EVENTS : index - SPECIAL_EVENTS + minNote;
  }
}
