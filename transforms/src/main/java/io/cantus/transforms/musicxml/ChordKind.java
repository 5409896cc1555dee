package io.cantus.transforms.musicxml;

import java.util.Map;
import java.util.Optional;

/** How chord symbols write the kinds of chords that MusicXML names, after note-seq. */
final class ChordKind {
  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          Map.entry("major", ""),
          Map.entry("minor", "m"),
          Map.entry("augmented", "aug"),
          Map.entry("diminished", "dim"),
          Map.entry("dominant", "7"),
          Map.entry("major-seventh", "maj7"),
          Map.entry("minor-seventh", "m7"),
          Map.entry("diminished-seventh", "dim7"),
          Map.entry("augmented-seventh", "aug7"),
          Map.entry("half-diminished", "m7b5"),
          Map.entry("major-minor", "m(maj7)"),
          Map.entry("major-sixth", "6"),
          Map.entry("minor-sixth", "m6"),
          Map.entry("dominant-ninth", "9"),
          Map.entry("major-ninth", "maj9"),
          Map.entry("minor-ninth", "m9"),
          Map.entry("dominant-11th", "11"),
          Map.entry("major-11th", "maj11"),
          Map.entry("minor-11th", "m11"),
          Map.entry("dominant-13th", "13"),
          Map.entry("major-13th", "maj13"),
          Map.entry("minor-13th", "m13"),
          Map.entry("suspended-second", "sus2"),
          Map.entry("suspended-fourth", "sus"),
          Map.entry("pedal", "ped"),
          Map.entry("power", "5"),
          Map.entry("none", ChordSymbol.NO_CHORD),
          // Not in MusicXML, but in files.
          Map.entry("dominant-seventh", "7"),
          Map.entry("augmented-ninth", "aug9"),
          Map.entry("minor-major", "m(maj7)"),
          Map.entry("", ""),
          Map.entry("min", "m"),
          Map.entry("aug", "aug"),
          Map.entry("dim", "dim"),
          Map.entry("7", "7"),
          Map.entry("maj7", "maj7"),
          Map.entry("min7", "m7"),
          Map.entry("dim7", "dim7"),
          Map.entry("m7b5", "m7b5"),
          Map.entry("minMaj7", "m(maj7)"),
          Map.entry("6", "6"),
          Map.entry("min6", "m6"),
          Map.entry("maj69", "6(add9)"),
          Map.entry("9", "9"),
          Map.entry("maj9", "maj9"),
          Map.entry("min9", "m9"),
          Map.entry("sus47", "sus7"));

  private ChordKind() {}

  /** What a chord symbol of this kind has after its root; empty if there is no way to write it. */
  static Optional<String> figure(String kind) {
    return Optional.ofNullable(FIGURES.get(kind));
  }
}
