package io.cantus.transforms.convert;

import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.List;

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
    SourceFormat format =
        SourceFormat.of(source.filename())
            .orElseThrow(
                () -> new IllegalArgumentException("no converter for " + source.filename()));
    return switch (format) {
      case MIDI ->
          List.of(Conversion.ofWhole(MidiConverter.convertToRecord(source, content, limits)));
    };
  }
}
