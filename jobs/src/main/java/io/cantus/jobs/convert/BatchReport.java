package io.cantus.jobs.convert;

import io.cantus.jobs.outcome.Refusals;
import java.io.Serializable;

/**
 * What a task made of a batch.
 *
 * @param part location of the part that it wrote
 * @param records NoteSequences in the part
 * @param produced files that made them
 * @param refused all other files
 */
record BatchReport(int shard, String part, long records, long produced, Refusals refused)
    implements Serializable {}
