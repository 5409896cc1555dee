package io.cantus.transforms.musicxml;

import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks down an XML document, element by element, in one pass. Document types are read over: no
 * entity of theirs is known and nothing is fetched. Names are taken without their prefix, since
 * scores are found in a namespace and out of it.
 */
final class XmlCursor {
  /** Scores go down to about 10. */
  private static final int MAX_DEPTH = 200;

  private static final int MAX_NUMBER_LENGTH = 40;

  /** As many as fit into 64 bits. */
  private static final int MAX_DIGITS = 18;

  private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");

  private final XMLStreamReader reader;
  private int depth;
  private String place = "";

  /** Reads the child element that the cursor is on; need not read all of it. */
  @FunctionalInterface
  interface ChildReader {
    void read(String name) throws MalformedScoreException;
  }

  XmlCursor(byte[] xml) throws MalformedScoreException {
    try {
      reader = factory().createXMLStreamReader(new MarkupGuard(XmlEncoding.reader(xml)));
    } catch (XMLStreamException | RuntimeException e) {
      throw new MalformedScoreException("malformed-xml", 0, "no XML begins here");
    }
  }

  /** The JDK's own parser: a class path may hold others, with other limits and other manners. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    // Prefixes such as xlink: are declared by the document type, which is not read.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    return factory;
  }

  /**
   * Says what the cursor is in, to be told where something is wrong.
   *
   * @param place such as {@code part P1, measure 2}; empty for nowhere
   */
  void setPlace(String place) {
    this.place = place.isEmpty() ? "" : place + ", ";
  }

  /** Goes to the root element and tells its name. */
  String enterRoot() throws MalformedScoreException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      // Comments, processing instructions and the document type come before the root.
    }
    return name();
  }

  /** Reads over what follows the root element, which must be next to nothing. */
  void readToEnd() throws MalformedScoreException {
    while (next() != XMLStreamConstants.END_DOCUMENT) {
      // Comments and processing instructions.
    }
  }

  /** Has each child element of the current element read, in their order, and leaves it. */
  void readChildren(ChildReader children) throws MalformedScoreException {
    int parent = depth;
    while (depth >= parent) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.read(name());
        leave(parent + 1);
      }
    }
  }

  /** Skips what is left of the element at this depth, unless the cursor has left it. */
  private void leave(int element) throws MalformedScoreException {
    while (depth >= element) {
      next();
    }
  }

  private int next() throws MalformedScoreException {
    int event;
    try {
      event = reader.next();
    } catch (XMLStreamException | RuntimeException e) {
      if (e instanceof XMLStreamException broken
          && broken.getNestedException() instanceof MarkupGuard.TooLongException tooLong) {
        throw malformed("markup-too-long", tooLong.getMessage());
      }
      // The parser's own words depend on the locale; it has runtime exceptions for bad input too.
      throw malformed("malformed-xml", "not well-formed");
    }
    if (event == XMLStreamConstants.START_ELEMENT) {
      depth++;
      if (depth > MAX_DEPTH) {
        throw malformed("nested-too-deeply", "more than " + MAX_DEPTH + " elements in each other");
      }
    } else if (event == XMLStreamConstants.END_ELEMENT) {
      depth--;
    }
    return event;
  }

  private String name() {
    String name = reader.getLocalName();
    return name.substring(name.indexOf(':') + 1);
  }

  /** The value of an attribute of the current element, or the default where it has none. */
  String attribute(String name, String defaultValue) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? defaultValue : value;
  }

  /** All text within the current element as it stands; leaves the element. */
  String rawText() throws MalformedScoreException {
    int element = depth;
    StringBuilder text = new StringBuilder();
    while (depth >= element) {
      int event = next();
      if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      }
    }
    return text.toString();
  }

  /** The text within the current element without blanks around it; leaves the element. */
  String text() throws MalformedScoreException {
    return rawText().strip();
  }

  /** The current element's text as a number with or without a fraction; leaves the element. */
  Fraction decimal() throws MalformedScoreException {
    return parseDecimal(text());
  }

  /** The current element's text as a number that is not negative; leaves the element. */
  Fraction length() throws MalformedScoreException {
    Fraction length = decimal();
    if (length.signum() < 0) {
      throw malformed("negative-duration", "a duration of " + length.toDouble());
    }
    return length;
  }

  /** The current element's text as a whole number; leaves the element. */
  int integer() throws MalformedScoreException {
    return integer(text());
  }

  /** A whole number. */
  int integer(String text) throws MalformedScoreException {
    Fraction value = parseDecimal(text.strip());
    if (value.denominator() != 1 || value.numerator() != (int) value.numerator()) {
      throw notANumber(text);
    }
    return (int) value.numerator();
  }

  /** A number that is no fraction but may be huge or tiny, such as a tempo. */
  double real(String text) throws MalformedScoreException {
    String number = text.strip();
    checkDecimal(number);
    return Double.parseDouble(number);
  }

  private Fraction parseDecimal(String text) throws MalformedScoreException {
    checkDecimal(text);
    int point = text.indexOf('.');
    String digits = point < 0 ? text : text.substring(0, point) + text.substring(point + 1);
    if (digits.length() > MAX_DIGITS) {
      throw notANumber(text);
    }
    long scale = 1;
    for (int i = text.length(); point >= 0 && i > point + 1; i--) {
      scale *= 10;
    }
    return Fraction.of(Long.parseLong(digits), scale);
  }

  private void checkDecimal(String text) throws MalformedScoreException {
    if (text.length() > MAX_NUMBER_LENGTH || !DECIMAL.matcher(text).matches()) {
      throw notANumber(text);
    }
  }

  private MalformedScoreException notANumber(String text) {
    return malformed(
        "not-a-number", MalformedScoreException.quoted(text) + " is no number that can be used");
  }

  /** Trouble at the cursor. */
  MalformedScoreException malformed(String reason, String detail) {
    Location location = reader.getLocation();
    return new MalformedScoreException(
        reason,
        detail
            + ", in "
            + place
            + "line "
            + location.getLineNumber()
            + ", column "
            + location.getColumnNumber());
  }
}
