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
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Finds out what the inputs are that a user named. */
final class InputList {
  private final Storage storage;
  private final Depth depth;
  private final ArchiveLimits archiveLimits;
  private final ConversionLimits limits;
  private final List<Input> inputs = new ArrayList<>();

  private InputList(
      Storage storage, Depth depth, ArchiveLimits archiveLimits, ConversionLimits limits) {
    this.storage = storage;
    this.depth = depth;
    this.archiveLimits = archiveLimits;
    this.limits = limits;
  }

  /**
   * The inputs in the order in which they were named; what a pattern matches, by name.
   *
   * @throws BadInputException if one is missing, empty, or of no known kind
   */
  static List<Input> of(
      Storage storage,
      List<String> texts,
      Depth depth,
      ArchiveLimits archiveLimits,
      ConversionLimits limits) {
    InputList list = new InputList(storage, depth, archiveLimits, limits);
    texts.forEach(list::add);
    return List.copyOf(list.inputs);
  }

  private void add(String text) {
    Path path = storage.path(text);
    FileStatus status = storage.status(path);
    OutputName shards = OutputName.parse(text);
    if (status != null) {
      inputs.add(named(status, SourceFile.collectionOf(Storage.expandHome(text))));
    } else if (shards.files().contains(text)) {
      addMatches(path, text.endsWith("/"));
    } else {
      shards.paths(storage).forEach(shard -> inputs.add(named(existing(shard), "")));
    }
  }

  /** The input that is meant by a name of its own. */
  private Input named(FileStatus status, String collection) {
    return input(status, collection)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s is no folder, no archive (%s) and no file of a kind that is read (%s)"
                        .formatted(
                            Storage.shown(status.getPath()),
                            ArchiveInput.KINDS,
                            SourceFormat.allExtensions())));
  }

  /** What a pattern matches; a file that is nothing of ours is refused when its turn comes. */
  private void addMatches(Path pattern, boolean asEmptyCollection) {
    List<Path> matches = Glob.matches(storage, pattern);
    if (matches.isEmpty()) {
      throw missing(pattern);
    }
    for (Path match : matches) {
      FileStatus status = existing(match);
      inputs.add(
          input(status, asEmptyCollection ? "" : match.getName())
              .orElseGet(() -> FolderInput.ofFile(status, limits)));
    }
  }

  private Optional<Input> input(FileStatus status, String collection) {
    Path path = status.getPath();
    if (status.isDirectory()) {
      return Optional.of(FolderInput.ofFolder(storage, path, collection, depth, limits));
    }
    return SourceRefusals.hasConverter(path.getName())
        ? Optional.of(FolderInput.ofFile(status, limits))
        : ArchiveInput.of(storage, status, depth, archiveLimits, limits).map(Input.class::cast);
  }

  private FileStatus existing(Path path) {
    FileStatus status = storage.status(path);
    if (status == null) {
      throw missing(path);
    }
    return status;
  }

  private static BadInputException missing(Path path) {
    return new BadInputException("there is nothing at %s".formatted(Storage.shown(path)));
  }
}
