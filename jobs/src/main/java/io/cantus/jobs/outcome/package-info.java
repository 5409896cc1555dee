/** Counting what became of each input, and saying why some made nothing. */
package io.cantus.jobs.outcome;
