package io.cantus.transforms.abc;

/** Signs before a note that alter it: up to two sharps or flats, or a natural. */
final class Accidental {
  private Accidental() {}

  static boolean isAt(Cursor cursor) {
    char sign = cursor.peek();
    return sign == '^' || sign == '_' || sign == '=';
  }

  /** Semitones that the signs here alter a note by; passes over them. */
  static int take(Cursor cursor) {
    int sharps = cursor.count('^');
    int flats = cursor.count('_');
    cursor.count('=');
    return sharps - flats;
  }
}
