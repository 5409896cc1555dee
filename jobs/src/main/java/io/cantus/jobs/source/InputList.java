package io.cantus.jobs.source;

import io.cantus.jobs.io.FolderWalk.Depth;
import io.cantus.jobs.io.Glob;
import io.cantus.jobs.io.OutputName;
import io.cantus.jobs.io.Storage;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Finds out what the inputs are that a user named. */
final class InputList {
  private final Storage storage;
  private final Depth depth;
  private final ConversionLimits limits;
  private final List<Input> inputs = new ArrayList<>();

  private InputList(Storage storage, Depth depth, ConversionLimits limits) {
    this.storage = storage;
    this.depth = depth;
    this.limits = limits;
  }

  /**
   * The inputs in the order in which they were named; what a pattern matches, by name.
   *
   * @throws BadInputException if one is missing, empty, or of no known kind
   */
  static List<Input> of(Storage storage, List<String> texts, Depth depth, ConversionLimits limits) {
    InputList list = new InputList(storage, depth, limits);
    texts.forEach(list::add);
    return List.copyOf(list.inputs);
  }

  private void add(String text) {
    Path path = storage.path(text);
    FileStatus status = storage.status(path);
    if (status != null) {
      add(status, SourceFile.collectionOf(Storage.expandHome(text)));
      return;
    }
    OutputName shards = OutputName.parse(text);
    List<Path> matches =
        shards.files().contains(text) ? Glob.matches(storage, path) : shards.paths(storage);
    if (matches.isEmpty()) {
      throw new BadInputException("there is nothing at %s".formatted(Storage.shown(path)));
    }
    for (Path match : matches) {
      FileStatus found = storage.status(match);
      if (found == null) {
        throw new BadInputException("there is nothing at %s".formatted(Storage.shown(match)));
      }
      add(found, text.endsWith("/") ? "" : match.getName());
    }
  }

  private void add(FileStatus status, String collection) {
    Path path = status.getPath();
    if (status.isDirectory()) {
      inputs.add(FolderInput.ofFolder(storage, path, collection, depth, limits));
    } else if (SourceRefusals.hasConverter(path.getName())) {
      inputs.add(FolderInput.ofFile(status, limits));
    } else {
      throw new BadInputException(
          "%s is neither a folder nor a file of a kind that is read (%s)"
              .formatted(Storage.shown(path), SourceFormat.allExtensions()));
    }
  }
}
