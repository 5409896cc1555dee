package io.cantus.jobs.melodies;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.transforms.source.SourceFile;

/** Something among inputs that may hold melodies. */
public sealed interface Content {

  /** A file of a format that can be converted. */
  record File(SourceFile source, byte[] bytes) implements Content {}

  /**
   * A record of a TFRecord file: a NoteSequence or a SequenceExample.
   *
   * @param place the file and the byte where it begins
   */
  record TfRecord(String place, byte[] bytes) implements Content {}

  /** What is no file to convert, or cannot be read. */
  record Refused(Refusal refusal) implements Content {}

  /** Bytes that it takes in memory. */
  default long size() {
    if (this instanceof File file) {
      return file.bytes().length;
    }
    return this instanceof TfRecord one ? one.bytes().length : 0;
  }
}
