package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence.KeySignature.Mode;
import java.util.List;

/** What a measure is made of. */
sealed interface MusicData {

  /**
   * Notes that begin and end together, after which time goes on by their length. A rest has no
   * notes; going forward or back to write another voice is a rest of that length, which may be
   * negative.
   */
  record Chord(Span length, List<Note> notes) implements MusicData {}

  /** The measures from here on have this length. */
  record TimeSignature(int numerator, int denominator) implements MusicData {
    /** How long a measure is, in quarters. */
    Fraction length() {
      return Fraction.of(4L * numerator, denominator);
    }
  }

  /**
   * The sounding key, whatever is written for a transposing instrument.
   *
   * @param tonic pitch class, 0 for C
   */
  record KeySignature(int tonic, Mode mode) implements MusicData {}

  /**
   * How fast music goes from here on.
   *
   * @param quartersPerMinute more than 0
   */
  record Tempo(double quartersPerMinute) implements MusicData {}

  /**
   * A chord symbol.
   *
   * @param figure such as {@code Bbm7}
   * @param offset how much later than here it holds
   */
  record Harmony(String figure, Span offset) implements MusicData {}
}
