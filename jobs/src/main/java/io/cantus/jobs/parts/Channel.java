package io.cantus.jobs.parts;

import io.cantus.jobs.io.TfRecordFile.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.zip.GZIPOutputStream;

/**
 * One of the streams of records that a job writes, such as the examples for training.
 *
 * @param name tells it from the job's other channels; may stand in a file's name
 * @param compression of its files: of gzip, each part is a member
 */
public record Channel(String name, Compression compression) implements Serializable {

  /** A file without records. */
  byte[] emptyFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (compression) {
      case NONE -> {}
      case GZIP -> new GZIPOutputStream(bytes).close();
    }
    return bytes.toByteArray();
  }
}
