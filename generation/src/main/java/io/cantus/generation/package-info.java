/**
 * From a trained model and a primer to new events: sampling, beam search and MIDI out. No Spark.
 */
package io.cantus.generation;
