package io.cantus.jobs.validate;

import java.io.Serializable;
import java.util.Optional;

/**
 * A file to check.
 *
 * @param location where to find it
 * @param bytes its size as stored
 * @param expectation what its manifest says of it; null if there is none
 */
record Target(String location, long bytes, Expectation expectation) implements Serializable {

  /** What its manifest says of it, if there is one. */
  Optional<Expectation> expected() {
    return Optional.ofNullable(expectation);
  }
}
