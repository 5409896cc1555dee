package io.cantus.jobs.parts;

import io.cantus.jobs.io.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The hidden folder as tasks see it: each attempt at a batch writes parts under names of its own,
 * and the first whose report stands under the batch's name has made the batch.
 *
 * @param location of the folder
 * @param run tells this run's files from those that earlier runs left
 */
public record PartsFolder(String location, String run) implements Serializable {
  private static final Pattern REPORT = Pattern.compile("report-([0-9]+)");

  /** A report that somebody else put there must not bring in classes that reports do not hold. */
  private static final ObjectInputFilter OURS =
      ObjectInputFilter.Config.createFilter("io.cantus.**;java.lang.*;java.util.*;!*");

  /**
   * Begins an attempt at a batch.
   *
   * @param <R> what the job wants to know about a batch
   * @param attempt no other attempt of this run has this number
   */
  public <R extends Serializable> PartsWriter<R> begin(Storage storage, int batch, long attempt) {
    return new PartsWriter<>(storage, this, batch, "%s-%d".formatted(run, attempt));
  }

  /** Whether some attempt has made a batch. */
  public boolean isCommitted(Storage storage, int batch) {
    return storage.exists(file(report(batch)));
  }

  /** A file of the folder, for what a job keeps there beside parts. */
  public Path file(String name) {
    return new Path(Storage.at(location), name);
  }

  /** The name of the report on a batch. */
  static String report(int batch) {
    return "report-%06d".formatted(batch);
  }

  /** The batch that a file of the folder is the report on, if it is one. */
  static Optional<Integer> batchOf(Path file) {
    Matcher name = REPORT.matcher(file.getName());
    return name.matches() ? Optional.of(Integer.parseInt(name.group(1))) : Optional.empty();
  }

  /** Puts a report in place, unless there is one already; returns whether it did. */
  boolean commit(Storage storage, String name, Serializable report, String attempt)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(report);
    }
    byte[] payload = bytes.toByteArray();
    Path mine = file("%s-%s".formatted(name, attempt));
    try (OutputStream out = storage.create(mine)) {
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, checksum(payload)).array());
      out.write(payload);
    }
    // A rename on a local disk would replace the other's report: harmless, both are right.
    if (storage.exists(file(name))) {
      storage.delete(mine);
      return false;
    }
    storage.rename(mine, file(name));
    return true;
  }

  /** What was made of a batch; empty if nobody has made it. */
  @SuppressWarnings("unchecked") // the folder's name says which job wrote the report
  <R extends Serializable> Optional<Committed<R>> committed(Storage storage, int batch) {
    return read(storage, report(batch)).map(report -> (Committed<R>) report);
  }

  /** Whether a file is there in its full length. */
  static boolean isWhole(Storage storage, Path file, long bytes) {
    FileStatus status = storage.status(file);
    return status != null && status.getLen() == bytes;
  }

  /** A report; empty if there is none, or none that is whole. */
  Optional<Object> read(Storage storage, String name) {
    Path report = file(name);
    FileStatus status = storage.status(report);
    if (status == null || status.getLen() < Integer.BYTES) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(storage.read(report, status.getLen()));
      int checksum = bytes.getInt();
      byte[] payload = new byte[bytes.remaining()];
      bytes.get(payload);
      if (checksum != checksum(payload)) {
        return Optional.empty();
      }
      try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(payload))) {
        objects.setObjectInputFilter(OURS);
        return Optional.of(objects.readObject());
      }
    } catch (IOException | ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
