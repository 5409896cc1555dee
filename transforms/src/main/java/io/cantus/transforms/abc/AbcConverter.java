package io.cantus.transforms.abc;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A book of tunes in ABC notation becomes a NoteSequence a tune, as note-seq's abc_parser means to
 * make it, with what that refuses (rests, chords, tuplets, variant endings, voices and more) read
 * by the ABC standard 2.1. A tune that is no music is rejected, with the line and the character
 * where the trouble lies, and costs no other tune. Text may be UTF-8, UTF-16 or Latin-1.
 */
public final class AbcConverter {
  /**
   * Characters of the file header, over all tunes, since each reads it: far above real books, and
   * what keeps the time of a hostile one in proportion to its size.
   */
  private static final long MOST_HEADER_TEXT = 1L << 26;

  private final SourceFile source;
  private final TuneBook book;
  private final ConversionLimits limits;
  private final List<TuneBook.Line> header = new ArrayList<>();
  private final Map<Long, Integer> seen = new HashMap<>();

  private AbcConverter(SourceFile source, TuneBook book, ConversionLimits limits) {
    this.source = source;
    this.book = book;
    this.limits = limits;
    TuneBook.Lines lines = book.lines(book.header());
    while (lines.next()) {
      TuneBook.Line line = lines.line();
      if (TuneReader.isOfFileHeader(line.text())) {
        header.add(line);
      }
    }
  }

  /**
   * What became of each tune, in the order of the book; one rejection if there is no tune. Never
   * throws on account of {@code content}.
   */
  public static List<Conversion> convert(
      SourceFile source, byte[] content, ConversionLimits limits) {
    List<Conversion> tunes = new ArrayList<>();
    convert(source, content, limits, tunes::add);
    return tunes;
  }

  /** The same, tune by tune, so that a large book needs no memory for all that it becomes. */
  public static void convert(
      SourceFile source,
      byte[] content,
      ConversionLimits limits,
      Consumer<? super Conversion> tunes) {
    if (content.length > limits.maxFileBytes()) {
      tunes.accept(
          whole(
              "file-too-large",
              "%d bytes, the limit is %d".formatted(content.length, limits.maxFileBytes())));
      return;
    }
    TuneBook book = TuneBook.of(content);
    if (book.count() == 0) {
      tunes.accept(
          whole("no-tune", "no X: field begins a tune, and no section has a K: field and music"));
    } else if (book.count() > TuneBook.MOST_TUNES) {
      tunes.accept(
          whole(
              "too-many-tunes",
              "%d tunes, the limit is %d".formatted(book.count(), TuneBook.MOST_TUNES)));
    } else {
      new AbcConverter(source, book, limits).convert(tunes);
    }
  }

  private static Conversion whole(String reason, String detail) {
    return Conversion.ofWhole(Outcome.rejected(Rejection.of(reason, detail)));
  }

  private void convert(Consumer<? super Conversion> tunes) {
    long text = header.stream().mapToLong(line -> line.text().length()).sum();
    if (text * book.count() > MOST_HEADER_TEXT) {
      tunes.accept(
          whole(
              "file-header-too-large",
              "%d characters in fields that hold for %d tunes".formatted(text, book.count())));
      return;
    }
    for (TuneBook.Part part : book.tunes()) {
      tunes.accept(convert(part));
    }
  }

  private Conversion convert(TuneBook.Part part) {
    TuneBook.Lines lines = book.lines(part);
    long number = lines.next() ? ReferenceNumber.of(lines.line().text()) : 0;
    int copy = seen.merge(number, 1, Integer::sum);
    String name = copy == 1 ? Long.toString(number) : number + "_" + copy;
    String piece = copy == 1 ? "X:" + number : "X:" + number + " (" + copy + ")";
    String id = source.idOfPiece("abc", name);
    return new Conversion(piece, id, outcome(part, number, id));
  }

  private Outcome<byte[]> outcome(TuneBook.Part part, long number, String id) {
    TuneReader reader = new TuneReader(limits.maxNotes());
    TuneBook.Line line = new TuneBook.Line(part.lineNumber(), part.from(), "");
    try {
      for (TuneBook.Line field : header) {
        line = field;
        reader.read(line.text());
      }
      TuneBook.Lines lines = book.lines(part);
      while (lines.next()) {
        line = lines.line();
        reader.read(line.text());
      }
      return Outcome.produced(TuneRecord.of(reader.finish(), limits).encode(source, id, number));
    } catch (MalformedTuneException e) {
      return Outcome.rejected(rejection(e.reason(), e.getMessage(), line, reader.column()));
    } catch (ArithmeticException e) {
      // exact lengths that do not fit 64 bits: no music, see Length
      return Outcome.rejected(
          rejection("bad-length", "lengths too long or too fine", line, reader.column()));
    } catch (RuntimeException e) {
      return Outcome.failed(e);
    }
  }

  private Rejection rejection(String reason, String detail, TuneBook.Line line, int column) {
    int before = Math.min(column, line.text().length());
    return new Rejection(
        reason,
        "line %d, character %d: %s".formatted(line.number(), before + 1, detail),
        OptionalLong.of(line.from() + book.bytes(line.text(), before)),
        OptionalInt.empty());
  }
}
