package io.cantus.jobs.pack;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.outcome.Refusals;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceReader;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** One pack while it is made. */
final class PackPart implements AutoCloseable {
  static final String STAGE = "pack";

  /** So many files go to a pack before it is the next one's turn, so that reading goes forward. */
  private static final int TURN = 64;

  private final Path path;
  private final PackWriter writer;
  private final SourceReader reader;
  private final List<Refusal> refused = new ArrayList<>();

  PackPart(Storage storage, Path path) {
    this.path = path;
    writer = PackWriter.create(storage, path);
    reader = new SourceReader(storage);
  }

  /** Which of {@code packs} takes a file, by its number among all. */
  static int packOf(long file, int packs) {
    return (int) (file / TURN % packs);
  }

  /** Appends a file; if it cannot be read it is refused. */
  void add(SourceEntry entry) {
    byte[] content;
    try {
      content = reader.read(entry);
    } catch (IOException e) {
      refused.add(
          Refusal.rejected(entry.source().path(), STAGE, "unreadable-file", Storage.reason(e)));
      return;
    }
    writer.write(entry.source(), content);
  }

  /** Appends a file. */
  void add(SourceFile source, byte[] content) {
    writer.write(source, content);
  }

  /** Completes the pack. */
  PackReport finish() {
    writer.finish();
    return new PackReport(Storage.location(path), writer.files(), new Refusals(refused));
  }

  @Override
  public void close() {
    try (writer) {
      reader.close();
    } catch (IOException e) {
      throw new IllegalStateException("what was only read can always be closed", e);
    }
  }
}
