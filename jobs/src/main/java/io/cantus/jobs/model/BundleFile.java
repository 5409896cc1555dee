package io.cantus.jobs.model;

import io.cantus.generation.bundle.BundleWriter;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Writes a model's bundle, whole or not at all. */
public final class BundleFile {
  private BundleFile() {}

  /** Writes the bundle of {@code model} to {@code path}. */
  public static void write(
      Storage storage,
      Path path,
      TrainedModel model,
      Optional<String> description,
      IfExists ifExists) {
    byte[] bundle = BundleWriter.write(model.bundle(description));
    List<Path> existing = storage.exists(path) ? List.of(path) : List.of();
    try (Publication publication =
        Publication.open(storage, path.getParent(), existing, ifExists)) {
      publication.finish(path, out -> out.write(bundle));
      publication.publish();
    }
  }
}
