/** From SequenceExamples to a trained model: checkpoints, TensorBoard events and the bundle. */
package io.cantus.jobs.train;
