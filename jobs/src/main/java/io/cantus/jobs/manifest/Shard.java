package io.cantus.jobs.manifest;

import io.cantus.jobs.io.Publication;
import java.io.Serializable;

/**
 * A file of an output.
 *
 * @param name its name in the manifest's folder
 * @param records TFRecords in it
 * @param bytes its size as stored
 * @param sha256 of its bytes as stored, in hex
 */
public record Shard(String name, long records, long bytes, String sha256) implements Serializable {

  /** A file that is ready to be published. */
  public static Shard of(Publication.Finished file, long records) {
    return new Shard(file.path().getName(), records, file.bytes(), file.sha256());
  }
}
