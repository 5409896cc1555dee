package io.cantus.transforms.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the joints of XML, so that what is changed there stays well-formed. */
final class Markup {
  private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z][-\\w]*)[^<>]*?(/?)>");
  private static final Pattern TEXT = Pattern.compile(">([^<>]*)<");
  private static final Pattern VALUE = Pattern.compile("=\"([^\"<>]*)\"");

  private Markup() {}

  static boolean is(byte[] file) {
    return file.length > 0 && file[0] == '<';
  }

  /** The first whole element that begins after a place, with all that is in it; empty if none. */
  static Span element(byte[] file, int start) {
    Matcher tag = TAG.matcher(new String(file, ISO_8859_1));
    for (int at = start; tag.find(at); at = tag.end()) {
      if (tag.group(1).isEmpty()) {
        int from = tag.start();
        return new Span(from, end(tag, file.length));
      }
    }
    return Span.empty(file.length);
  }

  /** Where the element ends whose first tag was found. */
  private static int end(Matcher tag, int length) {
    String name = tag.group(2);
    int open = tag.group(3).isEmpty() ? 1 : 0;
    while (open > 0) {
      if (!tag.find()) {
        return length;
      }
      if (tag.group(2).equals(name) && tag.group(3).isEmpty()) {
        open += tag.group(1).isEmpty() ? 1 : -1;
      }
    }
    return tag.end();
  }

  /** The first text between two tags after a place. */
  static Span text(byte[] file, int start) {
    return group(TEXT, file, start);
  }

  /** The first value of an attribute after a place. */
  static Span value(byte[] file, int start) {
    return group(VALUE, file, start);
  }

  private static Span group(Pattern pattern, byte[] file, int start) {
    Matcher found = pattern.matcher(new String(file, ISO_8859_1));
    return found.find(start) ? new Span(found.start(1), found.end(1)) : Span.empty(file.length);
  }
}
