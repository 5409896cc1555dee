package io.cantus.jobs.export;

import io.cantus.generation.export.ExportedFile;
import io.cantus.generation.export.MagentaJsExport;
import io.cantus.generation.export.TensorFlowExport;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Writes a model in the form of another program, whole or not at all. */
final class ExportJob {
  private final Storage storage;

  ExportJob(Storage storage) {
    this.storage = storage;
  }

  /** Writes the model's files into a folder and says which. */
  List<Path> run(TrainedModel model, ExportFormat format, String outputDir, IfExists ifExists) {
    Path folder = storage.path(outputDir);
    Map<Path, byte[]> files = new LinkedHashMap<>();
    for (ExportedFile file : files(model, format)) {
      files.put(new Path(folder, file.name()), file.content());
    }
    List<Path> existing = files.keySet().stream().filter(storage::exists).toList();
    try (Publication publication = Publication.open(storage, folder, existing, ifExists)) {
      files.forEach((path, content) -> publication.finish(path, out -> out.write(content)));
      publication.publish();
    }
    return List.copyOf(files.keySet());
  }

  private static List<ExportedFile> files(TrainedModel model, ExportFormat format) {
    return switch (format) {
      case TENSORFLOW -> TensorFlowExport.of(model.weights(), model.globalStep(), model.source());
      case MAGENTA_JS -> MagentaJsExport.of(model.config(), model.weights(), model.source());
    };
  }
}
