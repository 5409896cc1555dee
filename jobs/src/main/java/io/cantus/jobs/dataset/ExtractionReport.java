package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a task made of its pieces of the input.
 *
 * @param spans what was read of each piece
 * @param parts the part of each side that has examples
 * @param inputs records read
 * @param refused the records that made no examples
 */
record ExtractionReport(
    List<TfRecordSplit.Span> spans,
    Map<Branch, Part> parts,
    long inputs,
    Refusals refused,
    Statistics statistics)
    implements Serializable {

  /**
   * A part of one side.
   *
   * @param location where it lies
   * @param examples records in it
   */
  record Part(String location, long examples) implements Serializable {}
}
