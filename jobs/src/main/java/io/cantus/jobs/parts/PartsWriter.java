package io.cantus.jobs.parts;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.transforms.BadInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * One attempt at a batch. What cannot be written, as on a full disk, is a {@link
 * BadInputException}.
 *
 * @param <R> what the job wants to know about a batch
 */
public final class PartsWriter<R extends Serializable> implements AutoCloseable {
  private final Storage storage;
  private final PartsFolder folder;
  private final int batch;
  private final String attempt;
  private final Map<Channel, TfRecordFileWriter> writers = new LinkedHashMap<>();
  private boolean committed;

  PartsWriter(Storage storage, PartsFolder folder, int batch, String attempt) {
    this.storage = storage;
    this.folder = folder;
    this.batch = batch;
    this.attempt = attempt;
  }

  /** Appends a record to a channel's part. */
  public void write(Channel channel, byte[] record) {
    writers
        .computeIfAbsent(
            channel, to -> TfRecordFileWriter.create(storage, path(to), to.compression()))
        .write(record);
  }

  private Path path(Channel channel) {
    return folder.file("%s-%06d-%s".formatted(channel.name(), batch, attempt));
  }

  /** Ends the attempt: the parts are whole, and count if no other attempt was faster. */
  public void commit(R report) {
    try {
      Map<String, Part> parts = new LinkedHashMap<>();
      for (Map.Entry<Channel, TfRecordFileWriter> entry : writers.entrySet()) {
        TfRecordFileWriter writer = entry.getValue();
        writer.close();
        Path path = path(entry.getKey());
        parts.put(
            entry.getKey().name(),
            new Part(path.getName(), writer.records(), storage.status(path).getLen()));
      }
      committed =
          folder.commit(
              storage, PartsFolder.report(batch), new Committed<>(batch, parts, report), attempt);
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(folder.file("report"), e);
    }
  }

  /** Removes the parts of an attempt that was not the first to be committed. */
  @Override
  public void close() {
    if (committed) {
      return;
    }
    for (Map.Entry<Channel, TfRecordFileWriter> entry : writers.entrySet()) {
      try {
        entry.getValue().close();
        storage.delete(path(entry.getKey()));
      } catch (IOException | BadInputException e) {
        // The whole folder goes in the end; what failed before matters more.
      }
    }
  }
}
