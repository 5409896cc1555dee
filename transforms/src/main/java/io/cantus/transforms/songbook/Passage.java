package io.cantus.transforms.songbook;

import java.util.List;

/**
 * A stretch of a tune in one meter and one tempo. Positions and lengths are in thirty-second notes,
 * counted from the beginning of the passage; the bar of a pickup is a whole bar that begins with
 * silence.
 *
 * @param quartersPerMinute the tempo
 * @param bars how many whole bars it lasts
 * @param notes the melody: in order, never two at a time
 * @param chords the accompaniment: in order, each sounding until the next
 */
public record Passage(
    Meter meter, int quartersPerMinute, int bars, List<MelodyNote> notes, List<Chord> chords) {

  /** Thirty-second notes in a whole note. */
  public static final int UNITS_PER_WHOLE = 32;

  /**
   * A note of the melody.
   *
   * @param pitch MIDI pitch, 60 for middle C
   */
  public record MelodyNote(int pitch, int start, int length) {
    /** Where the note ends. */
    public int end() {
      return start + length;
    }
  }

  /** The harmony from a position on. */
  public record Chord(Harmony harmony, int start) {}

  public Passage {
    notes = List.copyOf(notes);
    chords = List.copyOf(chords);
  }

  /** How long the passage lasts. */
  public int length() {
    return bars * meter.barLength();
  }
}
