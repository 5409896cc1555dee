package io.cantus.jobs.dataset;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFile.Compression;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.transforms.dataset.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** What the files of a data set are called in its folder. */
public final class DatasetFiles {
  /** Lists the NoteSequences that made nothing. */
  static final String REJECTS = "dataset.rejects.jsonl";

  /** The report to look at and listen to. */
  public static final String PAGE = "dataset.html";

  private DatasetFiles() {}

  /**
   * The file that holds one side: {@code training_melodies.tfrecord} as Magenta has it, with {@code
   * .gz} behind if it is gzipped, which TensorFlow's reader must be told.
   */
  public static String examples(Branch branch, Compression compression) {
    String plain = branch.key() + "_melodies.tfrecord";
    return switch (compression) {
      case NONE -> plain;
      case GZIP -> plain + ".gz";
    };
  }

  /** The same input, but of a data set's folder only the file of one side. */
  public static String examples(Storage storage, String input, Branch branch) {
    if (storage.exists(storage.path(input + "/" + Manifest.DATA_SET_FILE))) {
      for (Compression compression : Compression.values()) {
        String file = input + "/" + examples(branch, compression);
        if (storage.exists(storage.path(file))) {
          return file;
        }
      }
    }
    return input;
  }

  /**
   * Where the evaluation side of a data set is, of which {@code training} is the folder or the
   * training side; empty if it is neither, or there is no such file.
   */
  public static Optional<String> evaluation(Storage storage, String training) {
    String folder = training;
    for (Compression compression : Compression.values()) {
      String name = examples(Branch.TRAINING, compression);
      if (training.equals(name) || training.endsWith("/" + name)) {
        folder = training.equals(name) ? "." : training.substring(0, training.lastIndexOf('/'));
      }
    }
    for (Compression compression : Compression.values()) {
      String file = folder + "/" + examples(Branch.EVAL, compression);
      if (storage.exists(storage.path(file))) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The files of any data set in a folder, but for the list of rejects. */
  static List<Path> existing(Storage storage, Path folder) {
    List<String> names = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      for (Compression compression : Compression.values()) {
        names.add(examples(branch, compression));
      }
    }
    names.add(Manifest.DATA_SET_FILE);
    return names.stream().map(name -> new Path(folder, name)).filter(storage::exists).toList();
  }
}
