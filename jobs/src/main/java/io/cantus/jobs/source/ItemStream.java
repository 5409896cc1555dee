package io.cantus.jobs.source;

import java.io.Closeable;
import java.io.IOException;

/** What is found in one input, one after another. */
interface ItemStream extends Closeable {
  /** The next, or null after the last. */
  SourceItem next() throws IOException;

  /** How much of {@link Input#bytes} has been read. */
  long position();
}
