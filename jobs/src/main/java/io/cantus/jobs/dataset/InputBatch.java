package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordFile;
import io.cantus.jobs.io.TfRecordSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Pieces of the input that are worked on together; what they make is one part of each output.
 *
 * @param number of this batch among all, in the order of the input
 */
record InputBatch(int number, List<TfRecordSplit> pieces) implements Serializable {

  /** Cuts the input. */
  static List<InputBatch> cut(List<TfRecordFile> files, Set<String> undivided) {
    List<InputBatch> batches = new ArrayList<>();
    for (List<TfRecordSplit> pieces : TfRecordSplit.plan(files, undivided)) {
      batches.add(new InputBatch(batches.size(), List.copyOf(pieces)));
    }
    return batches;
  }

  /** Size of the pieces as they are stored. */
  long bytes() {
    return pieces.stream().mapToLong(piece -> piece.end() - piece.start()).sum();
  }
}
