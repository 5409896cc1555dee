/**
 * The musical core: pure functions from bytes to NoteSequences to SequenceExamples. No Spark, no
 * Hadoop, no clock, no unseeded randomness; every stage answers with an {@link
 * io.cantus.transforms.Outcome}.
 */
package io.cantus.transforms;
