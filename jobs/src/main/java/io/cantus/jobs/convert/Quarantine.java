package io.cantus.jobs.convert;

import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.Committed;
import io.cantus.jobs.parts.Part;
import io.cantus.jobs.parts.PartsFolder;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The folder for the bytes of files that were rejected or failed. Tasks keep them among a batch's
 * parts, as records of a path and a content; they come into the folder with the outputs.
 */
final class Quarantine {
  static final Channel CHANNEL = new Channel("quarantine", Compression.NONE);

  private final Storage storage;
  private final Path folder;

  /**
   * Looks at the folder, which need not exist.
   *
   * @param output what it will be published with
   * @throws UsageException if the two do not lie on one file system
   * @throws BadInputException if the folder holds something and nothing may be replaced
   */
  Quarantine(Storage storage, Path folder, Path output, IfExists ifExists) {
    this.storage = storage;
    this.folder = folder;
    if (!storage.isOneFileSystem(folder, output)) {
      throw new UsageException(
          "%s is not on the file system of %s, with which it is to appear; give another"
                  .formatted(Storage.shown(folder), Storage.shown(output))
              + " --quarantine_dir");
    }
    if (ifExists == IfExists.REFUSE && !storage.children(folder).isEmpty()) {
      throw new BadInputException(
          "%s is not empty; give --overwrite to put files there all the same"
              .formatted(Storage.shown(folder)));
    }
  }

  /** A file as a record. */
  static byte[] record(SourceFile source, byte[] content) {
    byte[] path = SafePath.of(source).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + path.length + content.length)
        .putInt(path.length)
        .put(path)
        .put(content)
        .array();
  }

  /** Has the files that were kept of all batches published with everything else. */
  void addTo(Publication publication, PartsFolder parts, Iterable<Committed<BatchReport>> batches) {
    Path unpacked = parts.file("unpacked-quarantine");
    List<String> names = new ArrayList<>();
    for (Committed<BatchReport> batch : batches) {
      Part part = batch.parts().get(CHANNEL.name());
      if (part != null) {
        unpack(parts.file(part.file()), unpacked, names);
      }
    }
    if (!storage.exists(folder)) {
      if (!names.isEmpty()) {
        publication.take(folder, unpacked);
      }
      return;
    }
    for (String name : names) {
      Path file = new Path(folder, name);
      publication.supersede(file);
      publication.take(file, new Path(unpacked, name));
    }
  }

  private void unpack(Path part, Path to, List<String> names) {
    try (TfRecordReader reader = new TfRecordReader(storage.open(part), part.getName())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        ByteBuffer fields = ByteBuffer.wrap(record);
        byte[] path = new byte[fields.getInt()];
        fields.get(path);
        String name = new String(path, StandardCharsets.UTF_8);
        Path file = new Path(to, name);
        storage.createFolder(file.getParent());
        try (OutputStream out = storage.create(file)) {
          out.write(record, fields.position(), fields.remaining());
        }
        names.add(name);
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot copy files for %s: %s".formatted(Storage.shown(folder), Storage.reason(e)), e);
    }
  }
}
