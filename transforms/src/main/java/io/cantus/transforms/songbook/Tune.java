package io.cantus.transforms.songbook;

import java.util.List;

/**
 * A tune of the songbook: a monophonic melody with chords.
 *
 * @param origin where it comes from, for people
 * @param passages at least one; a new one begins where meter or tempo change
 */
public record Tune(
    String title, String origin, Harmony key, Players players, List<Passage> passages) {

  /** What plays the melody and the bass, and whether drums play along. */
  public record Players(Sound melody, Sound bass, Drums drums) {}

  /** Whether drums play along. */
  public enum Drums {
    PLAYING,
    SILENT
  }

  public Tune {
    passages = List.copyOf(passages);
  }
}
