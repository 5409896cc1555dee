/** Trained models where users keep them: in bundles and in the checkpoints of training runs. */
package io.cantus.jobs.model;
