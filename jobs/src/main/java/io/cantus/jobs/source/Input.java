package io.cantus.jobs.source;

import java.util.OptionalLong;

/** One of a job's inputs. */
interface Input {
  /** The input as the user knows it. */
  String shown();

  /** Number of files to convert, if that is known without reading it. */
  OptionalLong files();

  /** Size on disk of what will be read. */
  long bytes();

  /** Whether every file of it can be read at any time. */
  boolean located();

  /** Adds what tells it from another input in its place. */
  void addTo(Inventory inventory);

  /** Reads it from the beginning. */
  ItemStream items();
}
