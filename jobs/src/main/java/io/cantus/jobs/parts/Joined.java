package io.cantus.jobs.parts;

import io.cantus.jobs.io.Storage;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * The parts of one output as one file.
 *
 * @param location where it will be published, see {@link Storage#at}
 * @param file its name in the hidden folder
 * @param records how many are in it
 * @param bytes its size
 * @param sha256 of its bytes, in hex
 */
public record Joined(String location, String file, long records, long bytes, String sha256)
    implements Serializable {

  /** Where it will be published. */
  public Path path() {
    return Storage.at(location);
  }
}
