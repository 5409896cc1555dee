package io.cantus.transforms.abc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Books of the largest size that is taken, each made to fill memory or take time in its own way.
 * The program converts one after another; {@link HostileAbcTest} runs it in a small heap.
 *
 * @param outcome how many tunes there are of each reason; of no reason, produced
 */
record HostileBook(String name, String outcome, Supplier<byte[]> abc) {
  private static final int SIZE = (int) ConversionLimits.DEFAULTS.maxFileBytes();
  private static final String HEAD = "X:1\nK:C\n";

  static final List<HostileBook> ALL =
      List.of(
          tooMany("notes", "c"),
          tooMany("texts", "\"\""),
          tooMany("sections and endings", "[1c||"),
          tooMany("tempos", "c[Q:9]"),
          tooMany("tied chords", "[ceg]-"),
          tooMany("overlays", "c&c|"),
          new HostileBook(
              "a chord of all notes", "{too-many-notes=1}", () -> filled(HEAD + "[", "c")),
          new HostileBook("voices", "{too-many-voices=1}", HostileBook::voices),
          new HostileBook("nothing that sounds", "{no-notes=1}", () -> filled(HEAD, "{c}")),
          new HostileBook("blanks", "{no-tune=1}", () -> filled("", " ")),
          tooMuch("titles", "T:a\n"),
          tooMuch("long titles", "T:aaaaaaaaaaaaaaaaaaaa\n"),
          tooMuch("composers", "C:\n"),
          new HostileBook(
              "a line that is wrong at its end",
              "{bad-broken-rhythm=1}",
              () -> filled(HEAD + "c", ">")),
          new HostileBook(
              "tunes that share a large header",
              "{file-header-too-large=1}",
              () -> filled("T:" + "t".repeat(1 << 20) + "\n\n", "X:1\nK:C" + "c\n\n".repeat(60))),
          new HostileBook("too many tunes", "{too-many-tunes=1}", () -> filled("", "X:\n")),
          new HostileBook("the most tunes", "{=200000}", HostileBook::tunes));

  private static HostileBook tooMany(String name, String music) {
    return new HostileBook(name, "{too-many-notes=1}", () -> filled(HEAD, music));
  }

  private static HostileBook tooMuch(String name, String field) {
    return new HostileBook(name, "{too-much-text=1}", () -> filled("X:1\n", field));
  }

  /** A start, and then the same over and over up to the largest size. */
  private static byte[] filled(String start, String repeated) {
    byte[] content = new byte[SIZE - (SIZE - start.length()) % repeated.length()];
    byte[] first = start.getBytes(ISO_8859_1);
    byte[] then = repeated.getBytes(ISO_8859_1);
    System.arraycopy(first, 0, content, 0, first.length);
    for (int at = first.length; at < content.length; at += then.length) {
      System.arraycopy(then, 0, content, at, then.length);
    }
    return content;
  }

  private static byte[] voices() {
    StringBuilder text = new StringBuilder(HEAD);
    for (int voice = 0; text.length() < 4_000_000; voice++) {
      text.append("V:").append(voice).append("\nc\n");
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private static byte[] tunes() {
    StringBuilder text = new StringBuilder();
    for (int number = 1; number <= TuneBook.MOST_TUNES; number++) {
      text.append("X:").append(number).append("\nT:a\nK:C\nc\n\n");
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  /** Prints what became of each book. */
  public static void main(String[] arguments) {
    for (HostileBook book : ALL) {
      Map<String, Integer> counts = new TreeMap<>();
      for (Conversion tune : Abc.book(book.abc.get())) {
        counts.merge(reason(tune), 1, Integer::sum);
      }
      System.out.println(book.name + ": " + counts);
    }
  }

  private static String reason(Conversion tune) {
    if (tune.outcome() instanceof Outcome.Rejected<byte[]> rejected) {
      return rejected.rejection().reason();
    }
    return tune.outcome() instanceof Outcome.Failed<byte[]> failed ? failed.cause().toString() : "";
  }
}
