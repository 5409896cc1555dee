/** The melodies of files, archives and TFRecords, for commands that look at melodies. */
package io.cantus.jobs.melodies;
