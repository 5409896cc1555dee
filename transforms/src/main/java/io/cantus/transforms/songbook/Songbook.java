package io.cantus.transforms.songbook;

import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tunes read from compact note text, a format of our own:
 *
 * <pre>{@code
 * # a line of comment
 * tune: Lightly Row
 * origin: Germany, 19th century
 * meter: 4/4
 * key: C
 * tempo: 112
 * instruments: flute, acoustic bass, drums
 * [C] g4 e e2 | [G] f4 d d2 | [C] c4 d e f | [G] g g [C] g2
 * tempo: 84
 * [C] g4 e e2 | ...
 * }</pre>
 *
 * <ul>
 *   <li>Bars stand between {@code |} or ends of lines, and must add up to the meter. The header
 *       {@code pickup: 1/4} says that the first bar is only so long.
 *   <li>A note is a letter, {@code #} or {@code b} (always written, whatever the key), {@code '}
 *       for each octave above and {@code ,} for each below the one that begins at middle C, and its
 *       length: 1, 2, 4, 8 or 16, with a dot if dotted. Without a length it is as long as the note
 *       before. {@code r} is a rest; {@code -} holds the note before for longer, also over a bar
 *       line.
 *   <li>{@code [Am]} is the chord from there on. The first whole bar has to begin with one, and so
 *       does the first bar after each change.
 *   <li>{@code meter:} and {@code tempo:} (quarter notes a minute) may change between lines.
 *   <li>{@code instruments:} the sound of the melody, of the bass, and {@code drums} if any.
 * </ul>
 */
public record Songbook(List<Tune> tunes) {

  private static final List<String> STANDARD =
      List.of(
          "nursery.txt",
          "rounds.txt",
          "britain.txt",
          "ireland.txt",
          "america.txt",
          "west.txt",
          "carols.txt",
          "germany.txt",
          "world.txt");

  public Songbook {
    tunes = List.copyOf(tunes);
  }

  /** The tunes that come with Cantus. */
  public static Songbook standard() {
    List<Tune> tunes = new ArrayList<>();
    for (String name : STANDARD) {
      try (InputStream text = Songbook.class.getResourceAsStream(name)) {
        if (text == null) {
          throw new IllegalStateException("the songbook lacks its part " + name);
        }
        tunes.addAll(parse(name, new String(text.readAllBytes(), StandardCharsets.UTF_8)).tunes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Songbook(tunes);
  }

  /**
   * The tunes of a note text.
   *
   * @param source what to call the text in errors
   * @throws BadInputException if it is malformed, naming source, line and tune, and the bar if the
   *     trouble is in one
   */
  public static Songbook parse(String source, String text) {
    return new Songbook(NoteText.read(source, text));
  }
}
