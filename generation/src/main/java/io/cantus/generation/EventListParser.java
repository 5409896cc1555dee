package io.cantus.generation;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code --primer_melody}: whole numbers with commas between them in brackets or
 * parentheses, blanks anywhere, a comma at the end allowed, as Python writes lists and tuples.
 */
final class EventListParser {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("([+-]?\\s*[0-9]+)(?![0-9.A-Za-z_])");
  private static final Pattern EVENT = Pattern.compile("-[12]|\\+?[0-9]{1,3}");
  private static final char END = 0;

  private final String text;
  private int position;

  private EventListParser(String text) {
    this.text = text;
  }

  /**
   * The events, each a pitch 0..127, -1 for note-off or -2 for no event.
   *
   * @throws UsageException if the text is malformed; names the place, counted from 1
   */
  static int[] parse(String text) {
    return new EventListParser(text).list();
  }

  private int[] list() {
    char close =
        switch (peek()) {
          case '[' -> ']';
          case '(' -> ')';
          default -> throw malformed("a list in brackets");
        };
    position++;
    int[] events = new int[16];
    int count = 0;
    while (peek() != close) {
      if (count == events.length) {
        events = Arrays.copyOf(events, 2 * count);
      }
      events[count++] = event();
      if (peek() == ',') {
        position++;
      } else if (peek() != close) {
        throw malformed("',' or '" + close + "'");
      }
    }
    position++;
    if (peek() != END) {
      throw malformed("nothing more");
    }
    return Arrays.copyOf(events, count);
  }

  private int event() {
    Matcher number = WHOLE_NUMBER.matcher(text).region(position, text.length());
    if (!number.lookingAt()) {
      throw malformed("a whole number");
    }
    String digits = number.group(1).replaceAll("\\s", "");
    if (!EVENT.matcher(digits).matches() || Integer.parseInt(digits) > Melody.MAX_PITCH) {
      throw new UsageException(
          "primer_melody: %s at character %d is no event; events are -2 (no event), -1 (note off)"
                  .formatted(digits, position + 1)
              + " and the pitches 0 to 127");
    }
    position = number.end(1);
    return Integer.parseInt(digits);
  }

  /** The next character that is no blank, or {@link #END}. */
  private char peek() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : END;
  }

  private UsageException malformed(String expected) {
    char found = peek();
    return new UsageException(
        "primer_melody: expected %s at character %d, found %s; write a list such as [60, -2, 62, -1]"
            .formatted(expected, position + 1, found == END ? "the end" : "'" + found + "'"));
  }
}
