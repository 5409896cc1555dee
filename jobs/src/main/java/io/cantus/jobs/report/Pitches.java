package io.cantus.jobs.report;

/** Names of notes and keys. */
public final class Pitches {
  private static final String[] NAMES = {
    "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"
  };

  /** Keys are usually written with flats where that needs fewer signs. */
  private static final String[] MAJOR_KEYS = {
    "C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"
  };

  private static final String[] MINOR_KEYS = {
    "C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"
  };

  private Pitches() {}

  /** A pitch class by name, 0 being C. */
  public static String pitchClass(int pitchClass) {
    return NAMES[pitchClass];
  }

  /** A pitch by name, middle C (60) being C4. */
  public static String name(int pitch) {
    return NAMES[Math.floorMod(pitch, 12)] + (Math.floorDiv(pitch, 12) - 1);
  }

  /** Both ends of a range, such as {@code C4 to G5}. */
  public static String range(int lowest, int highest) {
    return lowest == highest ? name(lowest) : name(lowest) + " to " + name(highest);
  }

  /** The major key on a pitch class. */
  public static String majorKey(int pitchClass) {
    return MAJOR_KEYS[pitchClass] + " major";
  }

  /** The minor key on a pitch class. */
  public static String minorKey(int pitchClass) {
    return MINOR_KEYS[pitchClass] + " minor";
  }
}
