package io.cantus.transforms.abc;

import java.util.Set;
import java.util.regex.Pattern;

/** Tells chords of ABC 1 such as {@code +CEG+} from decorations of ABC 2.0 such as +trill+. */
final class OldChords {
  private static final int LONGEST = 60;
  private static final Pattern NOTES = Pattern.compile("(?:[\\^_=]{0,2}[A-Ga-g][',]*[0-9/]*){2,}");

  /** Dynamics, whose names are names of notes too. */
  private static final Set<String> DYNAMICS = Set.of("ff", "fff", "ffff");

  private OldChords() {}

  /** Whether the text between two plus signs is a chord. */
  static boolean isChord(String text) {
    return text.length() <= LONGEST && NOTES.matcher(text).matches() && !DYNAMICS.contains(text);
  }
}
