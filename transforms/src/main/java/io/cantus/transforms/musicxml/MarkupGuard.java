package io.cantus.transforms.musicxml;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Passes on the text of an XML document as long as no tag, text, comment or the like in it is
 * endless: the JDK's parser holds each of them in memory, several times over. Also refuses an end
 * within a document type, about which that parser writes to the error stream of the process.
 */
final class MarkupGuard extends FilterReader {
  /** Characters of a tag with the text after it, or of one of the others. */
  private static final int LONGEST = 1 << 20;

  private Construct construct = Construct.TAGS;

  /** The last four characters. */
  private long latest;

  private int length;

  /** Something was longer than is read. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("a tag, text or comment of more than %d characters".formatted(LONGEST));
    }
  }

  /** What the text is in. */
  private enum Construct {
    TAGS("", ""),
    COMMENT("<!--", "-->"),
    CDATA("<![C", "]]>"),
    INSTRUCTION("<?", "?>"),
    DOCUMENT_TYPE("<!DO", ">"),
    QUOTED("\"", "\""),
    APOSTROPHIZED("'", "'"),
    /** Declarations within the document type, which end at the first bracket: none is read. */
    DECLARATIONS("[", "]");

    private static final Construct[] IN_TAGS = {COMMENT, CDATA, INSTRUCTION, DOCUMENT_TYPE};
    private static final Construct[] IN_DOCUMENT_TYPE = {QUOTED, APOSTROPHIZED, DECLARATIONS};

    private final long start;
    private final long startMask;
    private final long end;
    private final long endMask;

    Construct(String start, String end) {
      this.start = packed(start);
      this.end = packed(end);
      startMask = mask(start);
      endMask = mask(end);
    }

    private static long packed(String text) {
      long packed = 0;
      for (int i = 0; i < text.length(); i++) {
        packed = (packed << 16) | text.charAt(i);
      }
      return packed;
    }

    private static long mask(String text) {
      return packed("\uffff".repeat(text.length()));
    }

    /** What the text is in after these characters. */
    Construct after(long latest) {
      return switch (this) {
        case TAGS -> begun(IN_TAGS, latest);
        case DOCUMENT_TYPE -> ends(latest) ? TAGS : begun(IN_DOCUMENT_TYPE, latest);
        case COMMENT, CDATA, INSTRUCTION -> ends(latest) ? TAGS : this;
        case QUOTED, APOSTROPHIZED, DECLARATIONS -> ends(latest) ? DOCUMENT_TYPE : this;
      };
    }

    private boolean ends(long latest) {
      return (latest & endMask) == end;
    }

    private Construct begun(Construct[] within, long latest) {
      for (Construct inner : within) {
        if ((latest & inner.startMask) == inner.start) {
          return inner;
        }
      }
      return this;
    }

    boolean isWithinDocumentType() {
      return this == DOCUMENT_TYPE || this == DECLARATIONS;
    }
  }

  MarkupGuard(Reader in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int offset, int count) throws IOException {
    int got = super.read(buffer, offset, count);
    if (got < 0 && construct.isWithinDocumentType()) {
      throw new IOException("the document ends within its type");
    }
    for (int i = offset; i < offset + got; i++) {
      follow(buffer[i]);
    }
    return got;
  }

  private void follow(char character) throws TooLongException {
    latest = (latest << 16) | character;
    length++;
    if (length > LONGEST) {
      throw new TooLongException();
    }
    if (construct == Construct.TAGS && character == '<') {
      length = 0;
    }
    construct = construct.after(latest);
  }
}
