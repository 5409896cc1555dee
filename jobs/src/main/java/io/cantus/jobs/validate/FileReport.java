package io.cantus.jobs.validate;

import java.io.Serializable;

/**
 * What was found in a file.
 *
 * @param file its name for people
 * @param content what its records are
 * @param records the sound ones, up to the first damage
 * @param bytes its size as stored
 * @param damage the first one, with its place; empty if all is well
 */
record FileReport(String file, Content content, long records, long bytes, String damage)
    implements Serializable {

  /** What a file's records are. */
  enum Content {
    NOTE_SEQUENCES,
    EXAMPLES,
    /** There are no records, or the first one is damaged. */
    UNKNOWN
  }

  /** Damage of what cannot be opened or is not there. */
  static FileReport damaged(String file, String damage) {
    return new FileReport(file, Content.UNKNOWN, 0, 0, damage);
  }

  boolean sound() {
    return damage.isEmpty();
  }
}
