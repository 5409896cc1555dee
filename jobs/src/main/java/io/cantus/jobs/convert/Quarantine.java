package io.cantus.jobs.convert;

import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.parts.Channel;
import io.cantus.jobs.parts.Part;
import io.cantus.jobs.parts.PartsFolder;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  private final IfExists ifExists;

  /**
   * @throws BadInputException if the folder holds something and nothing may be replaced
   */
  Quarantine(Storage storage, Path folder, IfExists ifExists) {
    this.storage = storage;
    this.folder = folder;
    this.ifExists = ifExists;
    if (ifExists == IfExists.REFUSE && !storage.children(folder).isEmpty()) {
      throw new BadInputException(
          "%s is not empty; give --overwrite to put files there all the same"
              .formatted(Storage.shown(folder)));
    }
  }

  /** A file as a record. */
  static byte[] record(SourceFile source, byte[] content) {
    byte[] path = SafePath.of(source.path()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + path.length + content.length)
        .putInt(path.length)
        .put(path)
        .put(content)
        .array();
  }

  /** Opens the folder to put files in. */
  Publication open() {
    return Publication.open(storage, folder, List.of(), ifExists);
  }

  /** Puts the files of a part in. */
  void add(PartsFolder parts, Part part, Publication publication) {
    try (TfRecordReader reader =
        new TfRecordReader(storage.open(parts.file(part.file())), part.file())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        ByteBuffer fields = ByteBuffer.wrap(record);
        byte[] path = new byte[fields.getInt()];
        fields.get(path);
        byte[] content = new byte[fields.remaining()];
        fields.get(content);
        Path file = new Path(folder, new String(path, StandardCharsets.UTF_8));
        if (storage.exists(file)) {
          publication.supersede(file);
        }
        publication.finish(file, out -> out.write(content));
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read back what was kept for %s: %s"
              .formatted(Storage.shown(folder), Storage.reason(e)),
          e);
    }
  }
}
