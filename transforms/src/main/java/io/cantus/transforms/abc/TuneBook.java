package io.cantus.transforms.abc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an ABC file, parted into tunes: ABC 2.1 section 2.2. A tune begins with an X: field
 * and ends with an empty line or the next X: field. An empty line before the music does not end it,
 * and what has a K: field and music is a tune even without X:, as in the data sets of folk-rnn.
 * Other text is no music.
 */
final class TuneBook {

  /**
   * Some whole lines of the file.
   *
   * @param lineNumber number of the first, from 1
   * @param from byte at which they begin
   * @param to byte before which they end
   */
  record Part(int lineNumber, int from, int to) {}

  /** Some four times the largest book there is, the tunes of thesession.org. */
  static final int MOST_TUNES = 200_000;

  /**
   * One line of the file.
   *
   * @param number from 1
   * @param from byte at which its text begins
   */
  record Line(int number, int from, String text) {}

  private final byte[] content;
  private final Charset charset;
  private final List<Part> tunes;
  private final int count;
  private final Part header;

  private TuneBook(byte[] content, Charset charset, Scan scan) {
    this.content = content;
    this.charset = charset;
    tunes = scan.tunes;
    count = scan.count;
    header = scan.header;
  }

  static TuneBook of(byte[] file) {
    byte[] content = isUtf16(file) ? utf8(file) : file;
    Charset charset = isUtf8(content) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    Scan scan = new Scan(content);
    scan.run();
    return new TuneBook(content, charset, scan);
  }

  private static boolean isUtf16(byte[] file) {
    int mark = file.length < 2 ? 0 : ((file[0] & 0xff) << 8) | (file[1] & 0xff);
    return mark == 0xfeff || mark == 0xfffe;
  }

  private static byte[] utf8(byte[] utf16) {
    return new String(utf16, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(byte[] content) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(1 << 12);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    return !result.isError();
  }

  /** The tunes in their order; of a book with more than {@link #MOST_TUNES}, only so many. */
  List<Part> tunes() {
    return tunes;
  }

  /** How many tunes there are. */
  int count() {
    return count;
  }

  /** The file header; empty if there is none. */
  Part header() {
    return header;
  }

  Lines lines(Part part) {
    return new Lines(content, charset, part);
  }

  /** How many bytes the first characters of a decoded text take in the file. */
  int bytes(String text, int characters) {
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return characters;
    }
    int bytes = 0;
    for (int i = 0; i < characters; i++) {
      char unit = text.charAt(i);
      // Of four bytes, each half of the pair that they make has two.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    return bytes;
  }

  /** Whether a line is an information field. */
  static boolean isFieldName(String text) {
    return text.length() > 1 && text.charAt(1) == ':' && isLetter(text.charAt(0));
  }

  private static boolean isLetter(int character) {
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  /** Goes through the lines of a part. Blocks of text for the printer are passed over. */
  static final class Lines {
    private final byte[] content;
    private final Charset charset;
    private final int end;
    private int lineNumber;
    private int from;
    private int to;
    private int next;
    private boolean inTextBlock;

    private Lines(byte[] content, Charset charset, Part part) {
      this.content = content;
      this.charset = charset;
      end = part.to();
      next = part.from();
      lineNumber = part.lineNumber() - 1;
    }

    /** Goes on to the next line; false at the end. */
    boolean next() {
      while (step()) {
        if (startsWith("X:")) {
          inTextBlock = false;
        }
        if (startsWith("%%begin")) {
          inTextBlock = true;
        } else if (startsWith("%%end")) {
          inTextBlock = false;
        } else if (!inTextBlock) {
          return true;
        }
      }
      return false;
    }

    private boolean step() {
      if (next >= end) {
        return false;
      }
      from = next;
      int at = next;
      while (at < end && content[at] != '\n' && content[at] != '\r') {
        at++;
      }
      next = at + 1 < end && content[at] == '\r' && content[at + 1] == '\n' ? at + 2 : at + 1;
      to = at;
      while (from < to && isBlank(content[from])) {
        from++;
      }
      while (to > from && isBlank(content[to - 1])) {
        to--;
      }
      lineNumber++;
      return true;
    }

    private static boolean isBlank(byte character) {
      return character == ' ' || (character >= '\t' && character <= '\r');
    }

    /** The line without the blanks around it. */
    Line line() {
      return new Line(lineNumber, from, new String(content, from, to - from, charset));
    }

    private boolean isEmpty() {
      return from == to;
    }

    private boolean startsWith(String ascii) {
      if (to - from < ascii.length()) {
        return false;
      }
      for (int i = 0; i < ascii.length(); i++) {
        if (content[from + i] != ascii.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private boolean isField() {
      return to - from > 1 && content[from + 1] == ':' && isLetter(content[from]);
    }

    private boolean isMusic() {
      return !isEmpty() && !isField() && content[from] != '%' && !startsWith("+:");
    }
  }

  /** Finds where tunes begin and end. */
  private static final class Scan {
    private final Lines lines;
    private final int length;
    private final List<Part> tunes = new ArrayList<>();
    private int count;
    private Part header = new Part(1, 0, 0);

    /** The section or tune that is being scanned; no line is 0. */
    private int startLine;

    private int start;
    private boolean numbered;
    private boolean keyed;
    private boolean played;
    private boolean headerPossible = true;

    Scan(byte[] content) {
      length = content.length;
      int bom = startsWithBom(content) ? 3 : 0;
      lines = new Lines(content, StandardCharsets.ISO_8859_1, new Part(1, bom, length));
    }

    private static boolean startsWithBom(byte[] content) {
      return content.length > 2
          && content[0] == (byte) 0xef
          && content[1] == (byte) 0xbb
          && content[2] == (byte) 0xbf;
    }

    void run() {
      while (lines.next()) {
        if (lines.isEmpty()) {
          if (!numbered || keyed || played) {
            end(lines.from);
          }
        } else {
          if (lines.startsWith("X:")) {
            end(lines.from);
            numbered = true;
          }
          begin();
          keyed |= lines.startsWith("K:");
          played |= lines.isMusic() && (keyed || numbered);
        }
      }
      end(length);
    }

    private void begin() {
      if (startLine == 0) {
        startLine = lines.lineNumber;
        start = lines.from;
      }
    }

    private void end(int at) {
      if (startLine > 0) {
        Part part = new Part(startLine, start, at);
        if (numbered || (keyed && played)) {
          count++;
          if (count <= MOST_TUNES) {
            tunes.add(part);
          }
        } else if (headerPossible) {
          header = part;
        }
        headerPossible = false;
      }
      startLine = 0;
      numbered = false;
      keyed = false;
      played = false;
    }
  }
}
