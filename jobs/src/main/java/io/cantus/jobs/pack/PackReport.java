package io.cantus.jobs.pack;

import io.cantus.jobs.outcome.Refusals;
import java.io.Serializable;

/**
 * What a task wrote.
 *
 * @param part location of the pack
 * @param files that it holds
 * @param refused those that could not be read
 */
record PackReport(String part, long files, Refusals refused) implements Serializable {}
