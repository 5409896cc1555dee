package io.cantus.jobs.convert;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Tally;
import java.io.Serializable;
import java.util.List;

/**
 * What a task made of a batch.
 *
 * @param answered how many items of the batch were answered
 * @param pieces how many things had an outcome: a file, or each piece of a file that holds several
 * @param tally the outcomes of the pieces
 * @param refused all pieces that made nothing, in order
 * @param inventory of the files that were read
 */
record BatchReport(
    int answered, long pieces, Tally tally, List<Refusal> refused, FileInventory inventory)
    implements Serializable {
  BatchReport {
    refused = List.copyOf(refused);
  }
}
