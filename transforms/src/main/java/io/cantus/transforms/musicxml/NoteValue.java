package io.cantus.transforms.musicxml;

import java.util.List;

/** How long a note is as drawn: its head and flags, its dots, and the tuplet it is in. */
final class NoteValue {
  /** Each half as long as the one before. */
  private static final List<String> TYPES =
      List.of(
          "maxima", "long", "breve", "whole", "half", "quarter", "eighth", "16th", "32nd", "64th",
          "128th", "256th", "512th", "1024th");

  private static final long WHOLE_NOTES_OF_LONGEST = 8;
  private static final Fraction HALF = new Fraction(1, 2);
  private static final Fraction QUARTER = new Fraction(1, 4);

  private int type = -1;
  private int dots;
  private int actualNotes = 1;
  private int normalNotes = 1;

  void setType(String name) {
    type = TYPES.indexOf(name);
  }

  void addDot() {
    dots++;
  }

  /** Of a tuplet, 3 for a triplet. */
  void setActualNotes(int notes) {
    actualNotes = notes;
  }

  /** Of a tuplet, 2 for a triplet. */
  void setNormalNotes(int notes) {
    normalNotes = notes;
  }

  /**
   * In whole notes.
   *
   * @param length how long the note sounds, which stands for a value that is not drawn (note-seq
   *     takes a quarter, whatever its length, and refuses a type that it does not know)
   * @throws ArithmeticException if the file's numbers are zero or beyond all measure
   */
  Fraction wholeNotes(Span length) {
    if (type < 0) {
      return length.quarters().times(QUARTER);
    }
    Fraction dot = Fraction.of(WHOLE_NOTES_OF_LONGEST, 1L << type);
    Fraction value = dot;
    for (int i = 0; i < dots; i++) {
      dot = dot.times(HALF);
      value = value.plus(dot);
    }
    return value.times(Fraction.of(normalNotes, actualNotes));
  }
}
