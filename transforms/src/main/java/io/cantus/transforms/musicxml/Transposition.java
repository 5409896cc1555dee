package io.cantus.transforms.musicxml;

/**
 * What a transposing instrument adds to what is written, in semitones: -2 for a clarinet in B flat,
 * -14 for a tenor saxophone. (note-seq forgets the octave.)
 */
record Transposition(int semitones) {
  static final Transposition NONE = new Transposition(0);

  private static final int OCTAVE = 12;
  private static final int MAX_OCTAVES = 10;

  /** Reads the {@code transpose} element that the cursor is on. */
  static Transposition read(XmlCursor xml) throws MalformedScoreException {
    int[] sum = {0};
    xml.readChildren(
        child -> {
          switch (child) {
            case "chromatic" -> sum[0] += bounded(xml, OCTAVE * MAX_OCTAVES);
            case "octave-change" -> sum[0] += OCTAVE * bounded(xml, MAX_OCTAVES);
            default -> {}
          }
        });
    return new Transposition(sum[0]);
  }

  private static int bounded(XmlCursor xml, int bound) throws MalformedScoreException {
    int value = xml.integer();
    if (value < -bound || value > bound) {
      throw xml.malformed("transposition-out-of-range", "a transposition by " + value);
    }
    return value;
  }
}
