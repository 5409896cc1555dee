package io.cantus.transforms.abc;

import java.util.function.IntPredicate;

/** A place in a line of text, which moves on as the line is read. */
final class Cursor {
  /** What {@link #peek()} gives at the end of the line. */
  static final char END = '\uffff';

  /** Whole numbers of more digits are no music. */
  private static final int MAX_DIGITS = 9;

  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : END;
  }

  char next() {
    char character = peek();
    position++;
    return character;
  }

  /** Passes over a character if it stands here. */
  boolean take(char character) {
    if (peek() != character) {
      return false;
    }
    position++;
    return true;
  }

  /** Passes over all characters of a kind that stand here. */
  String takeWhile(IntPredicate kind) {
    int start = position;
    while (position < text.length() && kind.test(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Passes over spaces. */
  void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  /** How many of one character stand here; passes over them. */
  int count(char character) {
    int start = position;
    while (take(character)) {
      // counted by the position
    }
    return position - start;
  }

  boolean atDigit() {
    return isDigit(peek());
  }

  /** A whole number, which must stand here. */
  int number() throws MalformedTuneException {
    String digits = takeWhile(Cursor::isDigit);
    if (digits.isEmpty()) {
      throw new MalformedTuneException("number-missing", "a number was expected");
    }
    if (digits.length() > MAX_DIGITS) {
      throw new MalformedTuneException(
          "number-too-large", "a number of %d digits".formatted(digits.length()));
    }
    return Integer.parseInt(digits);
  }

  /**
   * The text up to a closing character, which is passed over too.
   *
   * @param what what is closed, as in the reason {@code unterminated-chord}
   */
  String until(char close, String what) throws MalformedTuneException {
    int end = text.indexOf(close, position);
    if (end < 0) {
      throw new MalformedTuneException(
          "unterminated-" + what, "no '%c' closes it on the line".formatted(close));
    }
    String content = text.substring(position, end);
    position = end + 1;
    return content;
  }

  /** The text up to a closing character if there is one on the line; does not move. */
  String ahead(char close) {
    int end = text.indexOf(close, position);
    return end < 0 ? "" : text.substring(position, end);
  }

  /** All that comes from here on. */
  String rest() {
    return text.substring(Math.min(position, text.length()));
  }

  /** Moves on, or back if less than 0. */
  void skip(int characters) {
    position += characters;
  }

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
