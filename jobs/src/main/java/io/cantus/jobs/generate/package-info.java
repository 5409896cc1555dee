/** From a trained model and a primer to MIDI files on any Hadoop file system. */
package io.cantus.jobs.generate;
