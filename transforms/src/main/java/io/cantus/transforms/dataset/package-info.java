/**
 * Training data: from a NoteSequence to its SequenceExamples, on which side of the evaluation split
 * they belong, and their bytes.
 */
package io.cantus.transforms.dataset;
