package io.cantus.transforms.musicxml;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out in what encoding an XML document is: by its byte order mark, else by how its first
 * character is written, else as it declares, else UTF-8. (The JDK's parser can do so too, but
 * writes to the error stream of the process about each byte that it cannot decode.)
 */
final class XmlEncoding {
  private static final int UTF_8_MARK = 0xefbbbf;
  private static final int UTF_16_MARK = 0xfeff;
  private static final int UTF_16_REVERSED_MARK = 0xfffe;
  private static final int MAX_DECLARATION = 200;
  private static final Pattern DECLARED =
      Pattern.compile("<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"'].*");

  private XmlEncoding() {}

  /** The text of a document, which fails at the first byte that its encoding does not have. */
  static Reader reader(byte[] xml) throws MalformedScoreException {
    int mark = first(xml, 2) == UTF_16_MARK || first(xml, 2) == UTF_16_REVERSED_MARK ? 2 : 0;
    if (first(xml, 3) == UTF_8_MARK) {
      mark = 3;
    }
    return new InputStreamReader(
        new ByteArrayInputStream(xml, mark, xml.length - mark),
        charset(xml)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static Charset charset(byte[] xml) throws MalformedScoreException {
    return switch (first(xml, 2)) {
      case UTF_16_MARK, '<' -> StandardCharsets.UTF_16BE;
      case UTF_16_REVERSED_MARK, '<' << 8 -> StandardCharsets.UTF_16LE;
      default -> first(xml, 3) == UTF_8_MARK ? StandardCharsets.UTF_8 : declared(xml);
    };
  }

  /** The first bytes, or as many as there are, as a number, most significant first. */
  private static int first(byte[] xml, int count) {
    int number = 0;
    for (int i = 0; i < Math.min(count, xml.length); i++) {
      number = (number << 8) | (xml[i] & 0xff);
    }
    return number;
  }

  private static Charset declared(byte[] xml) throws MalformedScoreException {
    String declaration =
        new String(xml, 0, Math.min(xml.length, MAX_DECLARATION), StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARED.matcher(declaration.lines().findFirst().orElse(""));
    if (!matcher.matches() || matcher.group(1).regionMatches(true, 0, "UTF-16", 0, 6)) {
      // What says in single bytes that it is in pairs of bytes was rewritten since.
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(matcher.group(1));
    } catch (UnsupportedCharsetException e) {
      throw new MalformedScoreException(
          "unknown-encoding", 0, "the encoding " + matcher.group(1) + " is not known");
    }
  }
}
