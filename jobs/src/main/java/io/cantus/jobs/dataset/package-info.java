/** From NoteSequences to the SequenceExamples that a melody model is trained on. */
package io.cantus.jobs.dataset;
