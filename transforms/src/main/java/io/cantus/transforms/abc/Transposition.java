package io.cantus.transforms.abc;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the music of a voice sounds from where it is written: parameters of K: and V: fields, ABC
 * 2.1 section 4.6.
 *
 * @param clefOctaves octaves that an 8 above or below the clef asks for
 * @param octaves octaves of {@code octave=}
 * @param semitones semitones of {@code transpose=}
 * @param percussion whether the clef is the drum clef, so that places on the staff are no pitches
 */
record Transposition(int clefOctaves, int octaves, int semitones, boolean percussion) {
  static final Transposition NONE = new Transposition(0, 0, 0, false);

  /** Clefs by name; the line that they stand on changes nothing that sounds. */
  private static final Pattern CLEF =
      Pattern.compile(
          "(treble|bass3?|tenor|alto|baritone|soprano|mezzosoprano|perc)" + "[1-5]?([+^-]8|_8)?");

  /** Three times the range of MIDI, so that no wrong sum can overflow. */
  private static final int FARTHEST = 400;

  int semitonesInAll() {
    return 12 * (clefOctaves + octaves) + semitones;
  }

  /** Whether a word of a K: field is a clef or a parameter, and so no key. */
  static boolean isParameter(String word) {
    boolean assigned = word.indexOf('=') > 0 && "^_=".indexOf(word.charAt(0)) < 0;
    return assigned || clef(word).matches();
  }

  private static Matcher clef(String word) {
    return CLEF.matcher(word.toLowerCase(Locale.ROOT));
  }

  /** This with one parameter changed; unknown ones change nothing, as the standard wants. */
  Transposition with(String word) throws MalformedTuneException {
    String clef = Words.value(word, "clef");
    String octave = Words.value(word, "octave");
    String transpose = Words.value(word, "transpose") + Words.value(word, "t");
    if (!octave.isEmpty()) {
      return new Transposition(clefOctaves, number(octave), semitones, percussion);
    }
    if (!transpose.isEmpty()) {
      return new Transposition(clefOctaves, octaves, number(transpose), percussion);
    }
    Matcher named = clef(clef.isEmpty() ? word : clef);
    return named.matches() ? withClef(named.group(1), named.group(2)) : this;
  }

  private Transposition withClef(String name, String eight) {
    int shift = eight == null ? 0 : eight.charAt(0) == '+' || eight.charAt(0) == '^' ? 1 : -1;
    return new Transposition(shift, octaves, semitones, name.equals("perc"));
  }

  private static int number(String value) throws MalformedTuneException {
    try {
      int number = Integer.parseInt(value);
      if (Math.abs(number) <= FARTHEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the number out of range
    }
    throw new MalformedTuneException(
        "bad-transposition", "\"%s\" is no number of octaves or semitones".formatted(value));
  }
}
