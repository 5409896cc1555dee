package io.cantus.transforms.source;

import io.cantus.transforms.Outcome;

/**
 * What became of a file, or of one piece of a file that holds several, such as a book of tunes.
 *
 * @param piece what tells the piece from the others of its file, such as {@code X:12}; empty where
 *     the file is one
 * @param id of the piece's NoteSequence, made or not; empty where the file is one, see {@link
 *     SourceFile#id}
 * @param outcome one serialised NoteSequence, or why there is none
 */
public record Conversion(String piece, String id, Outcome<byte[]> outcome) {

  /** What became of a file that is one piece. */
  public static Conversion ofWhole(Outcome<byte[]> outcome) {
    return new Conversion("", "", outcome);
  }
}
