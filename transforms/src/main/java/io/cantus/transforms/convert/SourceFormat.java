package io.cantus.transforms.convert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The formats that are read, told apart by the ends of file names in any case, as Magenta does. */
public enum SourceFormat {
  MIDI,
  MUSICXML,
  ABC;

  /** The format of the file with this name or path; empty if no converter reads it. */
  public static Optional<SourceFormat> of(String filename) {
    String lower = filename.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.extensions().anyMatch(lower::endsWith))
        .findFirst();
  }

  /** The format as ids of NoteSequences name it. */
  public String type() {
    return switch (this) {
      case MIDI -> "midi";
      case MUSICXML -> "musicxml";
      case ABC -> "abc";
    };
  }

  private Stream<String> extensions() {
    return switch (this) {
      case MIDI -> Stream.of(".mid", ".midi");
      case MUSICXML -> Stream.of(".xml", ".musicxml", ".mxl");
      case ABC -> Stream.of(".abc");
    };
  }

  /** The ends of all names that are read, for messages. */
  public static String allExtensions() {
    return Arrays.stream(values())
        .flatMap(SourceFormat::extensions)
        .collect(Collectors.joining(", "));
  }
}
