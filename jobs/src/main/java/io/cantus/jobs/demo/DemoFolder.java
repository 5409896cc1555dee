package io.cantus.jobs.demo;

import io.cantus.jobs.dataset.DatasetFiles;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.dataset.Branch;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Where the demo keeps what. */
record DemoFolder(Path root) {
  private static final String MIDI = "midi";
  private static final String NOTE_SEQUENCES = "notesequences.tfrecord";
  private static final String REJECTS = "notesequences.rejects.jsonl";
  private static final String MANIFEST = "notesequences.manifest.json";
  private static final String EXAMPLES = "sequence_examples";
  private static final String RUN = "run";
  private static final String GENERATED = "generated";
  private static final String PAGE = "index.html";
  private static final String SIGN = "made-by-cantus-demo.txt";
  private static final Set<String> OURS =
      Set.of(MIDI, NOTE_SEQUENCES, REJECTS, MANIFEST, EXAMPLES, RUN, GENERATED, PAGE, SIGN);

  /**
   * The folder, emptied of an earlier demo, which is known by its {@link #sign}.
   *
   * @throws BadInputException if it is a file, or holds anything that no demo made
   */
  static DemoFolder prepare(Storage storage, String folder) {
    Path root = storage.path(folder);
    FileStatus status = storage.status(root);
    if (status != null && !status.isDirectory()) {
      throw new BadInputException(
          "%s is a file; give another --output_dir".formatted(Storage.shown(root)));
    }
    List<Path> children = storage.children(root);
    boolean signed = children.stream().anyMatch(child -> child.getName().equals(SIGN));
    String foreign =
        children.stream()
            .map(Path::getName)
            .filter(name -> !signed || !OURS.contains(name))
            .collect(Collectors.joining(", "));
    if (!foreign.isEmpty()) {
      throw new BadInputException(
          "%s holds files that no demo made (%s); give another --output_dir"
              .formatted(Storage.shown(root), foreign));
    }
    children.forEach(storage::deleteAll);
    return new DemoFolder(root);
  }

  /** A file that says that the next demo may replace everything here. */
  Path sign() {
    return new Path(root, SIGN);
  }

  Path midi() {
    return new Path(root, MIDI);
  }

  Path noteSequences() {
    return new Path(root, NOTE_SEQUENCES);
  }

  Path examples() {
    return new Path(root, EXAMPLES);
  }

  Path trainingExamples() {
    return new Path(examples(), DatasetFiles.examples(Branch.TRAINING, Compression.NONE));
  }

  Path run() {
    return new Path(root, RUN);
  }

  Path generated() {
    return new Path(root, GENERATED);
  }

  Path page() {
    return new Path(root, PAGE);
  }
}
