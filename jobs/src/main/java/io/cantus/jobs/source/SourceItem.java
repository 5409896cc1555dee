package io.cantus.jobs.source;

import io.cantus.jobs.outcome.Refusal;
import java.io.Serializable;

/**
 * Something that was found among the inputs. Each ends as produced, rejected, failed or skipped.
 */
public sealed interface SourceItem extends Serializable {

  /** A file that can be read at any time, by any task. */
  record Located(SourceEntry entry) implements SourceItem {}

  /**
   * A file that was just unpacked from a stream and is nowhere else.
   *
   * @param collection as in {@link SourceEntry}
   * @param name as in {@link SourceEntry}
   */
  record Unpacked(String collection, String name, byte[] content) implements SourceItem {}

  /** Something that is no file to convert, and why. */
  record Refused(Refusal refusal) implements SourceItem {}
}
