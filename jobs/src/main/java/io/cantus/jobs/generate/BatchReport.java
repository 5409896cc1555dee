package io.cantus.jobs.generate;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a task wrote besides MIDI files.
 *
 * @param index location of its lines of the index
 * @param pack location of its part of the pack; null if outputs are not packed
 * @param notes of all its outputs
 */
record BatchReport(String index, String pack, long notes) implements Serializable {

  Optional<String> packed() {
    return Optional.ofNullable(pack);
  }
}
