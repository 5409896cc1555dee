/**
 * Files on any Hadoop file system: walking folders, reading TFRecords in pieces, and writing
 * outputs that appear whole or not at all.
 */
package io.cantus.jobs.io;
