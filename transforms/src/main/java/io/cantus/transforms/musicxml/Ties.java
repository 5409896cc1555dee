package io.cantus.transforms.musicxml;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** The notes of a part that wait for the note to which they are tied. */
final class Ties {
  private final Map<End, Queue<PlayedNote>> open = new HashMap<>();

  /** Where a tied note ends, which is where the next one begins. */
  record End(int measure, Fraction place, int pitch) {}

  /** A note waits. */
  void add(End end, PlayedNote note) {
    open.computeIfAbsent(end, key -> new ArrayDeque<>(1)).add(note);
  }

  /** The note that waited longest for one that begins here; null if none does. */
  PlayedNote take(End end) {
    Queue<PlayedNote> waiting = open.get(end);
    if (waiting == null) {
      return null;
    }
    PlayedNote note = waiting.poll();
    if (waiting.isEmpty()) {
      // A measure of a million notes would leave as many queues.
      open.remove(end);
    }
    return note;
  }

  /** Forgets all that waited for notes before this measure. */
  void forgetBefore(int measure) {
    open.keySet().removeIf(end -> end.measure < measure);
  }
}
