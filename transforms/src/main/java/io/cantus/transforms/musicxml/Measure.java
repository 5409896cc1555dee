package io.cantus.transforms.musicxml;

import java.util.List;

/**
 * One measure of one part.
 *
 * @param place its number and part, for messages
 * @param music in the order of the file, which goes back in time for each further voice
 */
record Measure(String place, List<MusicData> music) {
  static final Measure EMPTY = new Measure("", List.of());
}
