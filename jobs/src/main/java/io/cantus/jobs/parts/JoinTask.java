package io.cantus.jobs.parts;

import io.cantus.jobs.io.BackgroundDigest;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Joins the parts of one output where files can neither be appended to nor shortened: from the
 * beginning, under a name of the attempt's own.
 */
final class JoinTask implements Function<JoinTask.Order, Joined> {
  /** What the names of reports on joined outputs begin with. */
  static final String REPORT = "report-on-";

  private static final long serialVersionUID = 1L;

  /**
   * What to join.
   *
   * @param name of the output in the hidden folder
   * @param location where it will be published
   */
  record Order(Channel channel, String name, String location, List<Part> parts)
      implements Serializable {
    Order {
      parts = List.copyOf(parts);
    }
  }

  private final Broadcast<Storage> storage;
  private final PartsFolder folder;

  JoinTask(Broadcast<Storage> storage, PartsFolder folder) {
    this.storage = storage;
    this.folder = folder;
  }

  @Override
  public Joined call(Order order) {
    Storage files = storage.value();
    String report = REPORT + order.name();
    Optional<Joined> finished = finished(files, report);
    if (finished.isPresent()) {
      return finished.get();
    }
    String attempt = "%s-%d".formatted(folder.run(), TaskContext.get().taskAttemptId());
    Path whole = folder.file("%s-%s".formatted(order.name(), attempt));
    try {
      Joined joined = join(files, order, whole);
      return folder.commit(files, report, joined, attempt)
          ? joined
          : finished(files, report).orElse(joined);
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(Storage.at(order.location()), e);
    }
  }

  private Optional<Joined> finished(Storage files, String report) {
    return folder
        .read(files, report)
        .map(Joined.class::cast)
        .filter(joined -> PartsFolder.isWhole(files, folder.file(joined.file()), joined.bytes()));
  }

  private Joined join(Storage files, Order order, Path whole) throws IOException {
    long records = 0;
    long bytes = 0;
    MessageDigest sha256 = BackgroundDigest.sha256();
    try (OutputStream out = files.create(whole);
        BackgroundDigest digest = new BackgroundDigest()) {
      for (Part part : order.parts()) {
        try (InputStream in = files.open(folder.file(part.file()))) {
          digest.copy(in, part.bytes(), out, sha256);
        }
        records += part.records();
        bytes += part.bytes();
      }
      if (records == 0) {
        byte[] empty = order.channel().emptyFile();
        out.write(empty);
        sha256.update(empty);
        bytes = empty.length;
      }
      return new Joined(order.location(), whole.getName(), records, bytes, digest.hex(sha256));
    }
  }
}
