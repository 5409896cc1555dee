package io.cantus.jobs.dataset;

import io.cantus.jobs.io.FaultyInputException;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.io.TfRecordSplitReader;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.sequence.SequenceColumns;

/** The records of a batch of the input, one after another. */
final class InputRecords {
  private InputRecords() {}

  /** What to do with each record, in order. */
  interface Visitor {
    /**
     * A NoteSequence.
     *
     * @param source the file that it was made from; its own place if it does not say
     */
    void sequence(byte[] record, SequenceColumns sequence, String source);

    /** A record that is none. */
    void unreadable(byte[] record, String place, BadInputException why);

    /** The end of a piece. */
    void read(TfRecordSplit.Span span);
  }

  /**
   * Reads a batch.
   *
   * @throws FaultyInputException if it is damaged, or holds this job's own outputs
   * @throws BadInputException if it cannot be read
   */
  static void visit(Storage storage, InputBatch batch, Visitor visitor) {
    for (TfRecordSplit piece : batch.pieces()) {
      try (TfRecordSplitReader reader = TfRecordSplitReader.open(storage, piece)) {
        long offset = reader.offset();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          visit(record, piece, offset, visitor);
          offset = reader.offset();
        }
        visitor.read(reader.span());
      }
    }
  }

  private static void visit(byte[] record, TfRecordSplit piece, long offset, Visitor visitor) {
    SequenceColumns sequence;
    try {
      sequence = SequenceColumns.parse(record);
    } catch (BadInputException e) {
      String place = place(piece, offset);
      refuseExample(record, place);
      visitor.unreadable(record, place, e);
      return;
    }
    if (sequence.noteCount() == 0) {
      // To protobuf, a compact example may be a NoteSequence with a strange id.
      refuseExample(record, place(piece, offset));
    }
    String filename = sequence.filename();
    visitor.sequence(record, sequence, filename.isEmpty() ? place(piece, offset) : filename);
  }

  private static String place(TfRecordSplit piece, long offset) {
    return "%s, record at byte %d".formatted(piece.file().shown(), offset);
  }

  /** One output of this very job among the inputs is a mix-up, not a bad record. */
  private static void refuseExample(byte[] record, String place) {
    try {
      SequenceExampleReader.readCompact(record);
    } catch (BadInputException e) {
      return;
    }
    throw new FaultyInputException(
        "%s: a SequenceExample, which create-dataset makes; --input wants the NoteSequences that"
                .formatted(place)
            + " convert makes");
  }
}
