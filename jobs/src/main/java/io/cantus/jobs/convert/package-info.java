/** From a folder of MIDI files to TFRecords of NoteSequences. */
package io.cantus.jobs.convert;
