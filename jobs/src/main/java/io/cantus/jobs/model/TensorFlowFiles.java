package io.cantus.jobs.model;

import io.cantus.generation.checkpoint.TensorFlowCheckpoint;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.generation.checkpoint.V2Checkpoint;
import io.cantus.jobs.io.Storage;
import io.cantus.transforms.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints that TensorFlow writes: {@code PREFIX.index} and {@code PREFIX.data-...} of V2,
 * one file without extension of V1, and beside them the file {@code checkpoint}, which names the
 * latest one.
 */
final class TensorFlowFiles {
  static final String STATE_FILE = "checkpoint";
  static final String INDEX = ".index";
  static final String DATA = ".data-00000-of-00001";

  private static final String WHAT = "checkpoint";
  private static final Pattern PART = Pattern.compile("\\.(index|meta|data-\\d{5}-of-\\d{5})$");
  private static final Pattern NUMBERED = Pattern.compile("model\\.ckpt-(\\d{1,18})\\.index");
  private static final Pattern LATEST =
      Pattern.compile("^\\s*model_checkpoint_path\\s*:\\s*\"(.+?)\"", Pattern.MULTILINE);

  private final Storage storage;

  TensorFlowFiles(Storage storage) {
    this.storage = storage;
  }

  /**
   * The checkpoint that a user means by one of its files or by the prefix of their names; empty if
   * that is no checkpoint of TensorFlow's.
   *
   * @throws BadInputException if it is damaged
   */
  Optional<TensorFlowCheckpoint> read(String file) {
    String prefix = PART.matcher(file).replaceFirst("");
    if (storage.exists(storage.path(prefix + INDEX))) {
      return Optional.of(
          V2Checkpoint.read(
              storage.readInput(prefix + INDEX, WHAT),
              storage.readInput(prefix + DATA, WHAT),
              prefix));
    }
    byte[] bytes = storage.readInput(prefix, WHAT);
    return V1Checkpoint.isTable(bytes)
        ? Optional.of(V1Checkpoint.read(bytes, prefix))
        : Optional.empty();
  }

  /**
   * The prefix of the latest checkpoint in a folder: the one that the state file names, if it is
   * still there, else the one after the most steps.
   */
  Optional<String> latest(Path folder) {
    Path state = new Path(folder, STATE_FILE);
    if (storage.exists(state)) {
      byte[] text = storage.readInput(state.toString(), WHAT);
      Matcher latest = LATEST.matcher(new String(text, StandardCharsets.UTF_8));
      if (latest.find()) {
        // The folder may have been moved since: only the name counts.
        String name = latest.group(1).replaceFirst(".*/", "");
        Path prefix = new Path(folder, name);
        if (storage.exists(prefix) || storage.exists(prefix.suffix(INDEX))) {
          return Optional.of(prefix.toString());
        }
      }
    }
    return storage.children(folder).stream()
        .filter(path -> NUMBERED.matcher(path.getName()).matches())
        .max(Comparator.comparingLong(TensorFlowFiles::step))
        .map(path -> PART.matcher(path.toString()).replaceFirst(""));
  }

  private static long step(Path index) {
    Matcher name = NUMBERED.matcher(index.getName());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
