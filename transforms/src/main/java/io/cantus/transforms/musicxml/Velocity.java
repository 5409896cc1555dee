package io.cantus.transforms.musicxml;

/** How loud notes are, as a MIDI velocity from 1 to 127. */
record Velocity(int midi) {
  /** Where the file does not say, note-seq's velocity. */
  static final Velocity MEZZO_FORTE = new Velocity(64);

  /** MusicXML's loudness is in percent of this; note-seq takes the percentage for a velocity. */
  private static final double FORTE = 90;

  private static final double PERCENT = 100;
  private static final int MAX = 127;

  /**
   * The velocity from here on, or of one note.
   *
   * @param dynamics the value of a {@code dynamics} attribute; blank to change nothing
   */
  Velocity changedBy(String dynamics, XmlCursor xml) throws MalformedScoreException {
    if (dynamics.isBlank()) {
      return this;
    }
    long velocity = Math.round(xml.real(dynamics) * FORTE / PERCENT);
    return new Velocity((int) Math.max(1, Math.min(MAX, velocity)));
  }
}
