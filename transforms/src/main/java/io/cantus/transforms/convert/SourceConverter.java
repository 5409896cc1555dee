package io.cantus.transforms.convert;

import io.cantus.transforms.abc.AbcConverter;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.musicxml.MusicXmlConverter;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Converts a file of any known format, after Magenta's convert_dir_to_note_sequences. */
public final class SourceConverter {
  private SourceConverter() {}

  /**
   * What became of each piece of a file, in its order; at least one. Never throws on account of
   * {@code content}.
   *
   * @throws IllegalArgumentException if no format has the file's name
   */
  public static List<Conversion> convert(
      SourceFile source, byte[] content, ConversionLimits limits) {
    List<Conversion> pieces = new ArrayList<>();
    convert(source, content, limits, pieces::add);
    return pieces;
  }

  /**
   * The same, handing over each piece as it is made: all that a large book of tunes becomes would
   * take many times the memory of the book.
   */
  public static void convert(
      SourceFile source,
      byte[] content,
      ConversionLimits limits,
      Consumer<? super Conversion> pieces) {
    SourceFormat format =
        SourceFormat.of(source.filename())
            .orElseThrow(
                () -> new IllegalArgumentException("no converter for " + source.filename()));
    switch (format) {
      case MIDI ->
          pieces.accept(Conversion.ofWhole(MidiConverter.convertToRecord(source, content, limits)));
      case MUSICXML ->
          pieces.accept(
              Conversion.ofWhole(MusicXmlConverter.convertToRecord(source, content, limits)));
      case ABC -> AbcConverter.convert(source, content, limits, pieces);
    }
  }
}
