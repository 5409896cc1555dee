package io.cantus.transforms.musicxml;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers for the instruments of a score. A part's is its channel, as in note-seq; but no two parts
 * share one, else two players become one who plays all at once, and their melodies are lost.
 */
final class Instruments {
  private Instruments() {}

  /** One number for each part. */
  static int[] of(List<Part> parts) {
    Set<Integer> channels = new HashSet<>();
    parts.forEach(part -> channels.add(part.channel()));
    Set<Integer> taken = new HashSet<>();
    int[] numbers = new int[parts.size()];
    int free = 0;
    for (int i = 0; i < numbers.length; i++) {
      int channel = parts.get(i).channel();
      if (taken.add(channel)) {
        numbers[i] = channel;
      } else {
        while (channels.contains(free)) {
          free++;
        }
        numbers[i] = free++;
      }
    }
    return numbers;
  }
}
