package io.cantus.jobs.dataset;

import io.cantus.jobs.io.TfRecordSplit;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.transforms.dataset.DatasetProfile;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.util.List;

/**
 * What was made of a batch of the input.
 *
 * @param spans what was read of each piece
 * @param sha256 of the lengths and CRC-32Cs of the records, which costs nothing beside reading them
 *     and tells inputs apart that differ by accident
 * @param inputs records read
 * @param produced how many of them made examples
 * @param examples that they made
 * @param refused all others
 * @param samples some of the examples, to be shown
 */
record ExtractionReport(
    List<TfRecordSplit.Span> spans,
    String sha256,
    long inputs,
    long produced,
    long examples,
    Refusals refused,
    Statistics statistics,
    DatasetProfile profile,
    List<Sample> samples)
    implements Serializable {}
