package io.cantus.transforms.musicxml;

/** Counts the notes of a score against the limit. */
final class NoteCount {
  private final long limit;
  private long count;

  NoteCount(long limit) {
    this.limit = limit;
  }

  /** Counts a note. */
  void add(XmlCursor xml) throws MalformedScoreException {
    count++;
    if (count > limit) {
      throw xml.malformed("too-many-notes", "more than " + limit + " notes");
    }
  }
}
