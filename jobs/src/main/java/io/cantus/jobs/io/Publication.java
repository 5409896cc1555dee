package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The outputs of a job, which appear whole or not at all. Tasks write parts into a hidden folder
 * beside the outputs, each attempt under its own name; {@link #publish} renames finished files to
 * their places, all on one file system; closing removes the hidden folder, whatever happened.
 */
public final class Publication implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What to do about an output that is there already. */
  public enum IfExists {
    REFUSE,
    REPLACE
  }

  /**
   * The names that tasks write under.
   *
   * @param folder the hidden folder
   */
  public record Workplace(String folder) implements Serializable {
    /** A part's path: {@code attempt} keeps tries of the same part apart. */
    public Path part(String name, long attempt) {
      return new Path(Storage.at(folder), "%s-attempt-%d".formatted(name, attempt));
    }
  }

  /**
   * A file that is ready to be published.
   *
   * @param path its place
   * @param bytes its size
   * @param sha256 of its bytes, in hex
   */
  public record Finished(Path path, long bytes, String sha256) {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Storage storage;
  private final FileSystem fileSystem;
  private final HiddenFolder folder;
  private final Map<Path, Path> finished = new LinkedHashMap<>();
  private final Set<Path> superseded;
  private final IfExists ifExists;
  private boolean published;

  private Publication(
      Storage storage, HiddenFolder folder, List<Path> existing, IfExists ifExists) {
    this.storage = storage;
    this.ifExists = ifExists;
    this.fileSystem = storage.fileSystem(folder.path());
    this.folder = folder;
    this.superseded = new LinkedHashSet<>(existing);
  }

  /**
   * Prepares to write into {@code parent}, which is created if need be.
   *
   * @param existing files of an earlier run in the outputs' places; if they may be replaced, they
   *     are removed when the new ones are put there
   * @throws BadInputException if some exist and may not be replaced, or the folder cannot be
   *     written to
   */
  public static Publication open(
      Storage storage, Path parent, List<Path> existing, IfExists ifExists) {
    check(storage, existing, ifExists);
    HiddenFolder folder = HiddenFolder.create(storage, parent, UUID.randomUUID().toString());
    try {
      // For a process that is told to stop.
      folder.removeAtExit();
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write into %s: %s".formatted(Storage.shown(parent), Storage.reason(e)), e);
    }
    return new Publication(storage, folder, existing, ifExists);
  }

  /**
   * Prepares to publish what lies in {@code folder}, which the caller has made; closing this
   * removes it.
   *
   * @param existing as for {@link #open}, checked by the caller
   */
  public static Publication from(
      Storage storage, HiddenFolder folder, List<Path> existing, IfExists ifExists) {
    return new Publication(storage, folder, existing, ifExists);
  }

  /**
   * The same check as {@link #open}'s, for those who want to know early.
   *
   * @throws BadInputException if one exists and may not be replaced
   */
  public static void check(Storage storage, List<Path> existing, IfExists ifExists) {
    for (Path path : existing) {
      if (storage.status(path).isDirectory()) {
        throw new BadInputException(
            "cannot write %s: it is a folder".formatted(Storage.shown(path)));
      }
      if (ifExists == IfExists.REFUSE) {
        throw new BadInputException(
            "%s exists; give --overwrite to replace it".formatted(Storage.shown(path)));
      }
    }
  }

  /** Where tasks write. */
  public Workplace workplace() {
    return new Workplace(Storage.location(folder.path()));
  }

  /** Joins parts, in order, to what will be the file {@code output}. */
  public Finished join(Path output, List<Path> parts) {
    Path whole = nextWhole(output);
    MessageDigest sha256 = BackgroundDigest.sha256();
    try (OutputStream out = storage.create(whole);
        BackgroundDigest digest = new BackgroundDigest()) {
      long bytes = 0;
      for (Path part : parts) {
        long length = storage.status(part).getLen();
        try (InputStream in = storage.open(part)) {
          digest.copy(in, length, out, sha256);
        }
        bytes += length;
      }
      return new Finished(output, bytes, digest.hex(sha256));
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(output, e);
    }
  }

  /** Writes what will be the file {@code output}. */
  public Finished finish(Path output, Content content) {
    Path whole = nextWhole(output);
    MessageDigest sha256 = BackgroundDigest.sha256();
    try (OutputStream out =
        new BufferedOutputStream(
            new DigestOutputStream(storage.create(whole), sha256), BUFFER_BYTES)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(output, e);
    }
    return new Finished(
        output, storage.status(whole).getLen(), HexFormat.of().formatHex(sha256.digest()));
  }

  /** Takes a file, or a folder, that is complete in the hidden folder as what will be at a path. */
  public void take(Path output, Path whole) {
    finished.put(output, whole);
  }

  private Path nextWhole(Path output) {
    Path whole = new Path(folder.path(), "whole-%05d".formatted(finished.size()));
    finished.put(output, whole);
    return whole;
  }

  /**
   * Puts everything in its place; what an earlier run left there goes. If that fails, everything is
   * as it was.
   *
   * @throws BadInputException if that fails, or another run was faster and may not be replaced
   */
  public void publish() {
    checkPlaces();
    Moves moves = new Moves(storage, fileSystem);
    try {
      int aside = 0;
      for (Path old : superseded) {
        for (Path file : there(List.of(old, checksum(old)))) {
          moves.move(file, new Path(folder.path(), "superseded-%05d".formatted(aside++)));
        }
      }
      for (Map.Entry<Path, Path> file : finished.entrySet()) {
        moves.move(file.getValue(), file.getKey());
      }
      published = true;
    } catch (IOException e) {
      moves.undo(e);
      throw new BadInputException(
          "cannot put the outputs in place: %s".formatted(Storage.reason(e)), e);
    }
  }

  private void checkPlaces() {
    check(storage, there(superseded), IfExists.REPLACE);
    List<Path> meanwhile = there(finished.keySet());
    meanwhile.removeAll(superseded);
    check(storage, meanwhile, ifExists);
    superseded.addAll(meanwhile);
  }

  private List<Path> there(Collection<Path> paths) {
    return paths.stream().filter(storage::exists).collect(Collectors.toCollection(ArrayList::new));
  }

  /** What another tool may have left beside a file, and would not fit the next one of that name. */
  private static Path checksum(Path file) {
    return new Path(file.getParent(), "." + file.getName() + ".crc");
  }

  /** Removes a file of an earlier run when this one's are put in place. */
  public void supersede(Path path) {
    superseded.add(path);
  }

  @Override
  public void close() {
    folder.remove();
    if (published) {
      folder.keepAtExit();
    }
  }
}
