package io.cantus.transforms.abc;

import java.util.ArrayList;
import java.util.List;

/** The words of an information field, such as {@code clef=bass name="Violone I"}. */
final class Words {
  private Words() {}

  /** Words are parted by blanks outside of quotation marks, which stay. */
  static List<String> of(String content) {
    List<String> words = new ArrayList<>();
    int start = -1;
    boolean quoted = false;
    for (int i = 0; i < content.length(); i++) {
      char character = content.charAt(i);
      quoted ^= character == '"';
      boolean blank = !quoted && Character.isWhitespace(character);
      if (blank && start >= 0) {
        words.add(content.substring(start, i));
        start = -1;
      } else if (!blank && start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(content.substring(start));
    }
    return words;
  }

  /** The value in {@code name=value}, without quotation marks; empty if the word is no such. */
  static String value(String word, String name) {
    return word.length() > name.length()
            && word.charAt(name.length()) == '='
            && word.startsWith(name)
        ? word.substring(name.length() + 1).replace("\"", "")
        : "";
  }
}
