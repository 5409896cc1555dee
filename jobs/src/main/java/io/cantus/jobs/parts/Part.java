package io.cantus.jobs.parts;

import java.io.Serializable;

/**
 * A file of records of one channel, made of one batch.
 *
 * @param file its name in the hidden folder
 * @param records how many are in it
 * @param bytes its size
 */
public record Part(String file, long records, long bytes) implements Serializable {}
