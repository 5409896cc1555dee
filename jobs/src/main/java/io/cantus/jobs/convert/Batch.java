package io.cantus.jobs.convert;

import io.cantus.jobs.source.SourceItem;
import java.io.Serializable;
import java.util.List;

/**
 * Items that are answered together. Batches follow from the inputs and the number of shards alone,
 * so that every run cuts the same ones.
 *
 * @param number of this batch among all, in order of the inputs
 * @param items none of them {@link SourceItem.Unpacked}
 * @param cost about what they cost, in bytes read
 */
record Batch(int number, List<SourceItem> items, long cost) implements Serializable {}
