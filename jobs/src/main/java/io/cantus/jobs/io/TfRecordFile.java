package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.tfrecord.MaskedCrc32c;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A TFRecord file to read.
 *
 * @param location where to find it
 * @param bytes its size as stored
 * @param compression whether it is gzipped, as its first bytes say
 */
public record TfRecordFile(String location, long bytes, Compression compression)
    implements Serializable {

  /** How a file's bytes are stored. */
  public enum Compression {
    NONE,
    GZIP
  }

  private static final Pattern SHARDED = Pattern.compile("(.+)@([0-9]{1,5})");
  private static final Pattern NAMED =
      Pattern.compile(".*\\.tfrecords?([-.@].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern IN_FOLDER = Pattern.compile("[^._].*\\.tfrecords?([-.].*)?");

  /**
   * The files that an {@code --input} means: a file, {@code name@N} for N shards, a glob, or a
   * folder, of which all files named {@code *.tfrecord*} are meant. In order of their names.
   *
   * @throws BadInputException if there are none, or a shard is missing
   */
  public static List<TfRecordFile> resolve(Storage storage, String input) {
    Matcher sharded = SHARDED.matcher(input);
    List<FileStatus> found =
        sharded.matches() && !storage.exists(storage.path(input))
            ? shards(storage, OutputName.parse(input))
            : files(storage, input);
    return found.stream().map(file -> at(storage, file.getPath(), file.getLen())).toList();
  }

  /**
   * The file at a path, whatever its name.
   *
   * @param bytes its size as stored
   * @throws BadInputException if it cannot be opened
   */
  public static TfRecordFile at(Storage storage, Path path, long bytes) {
    return new TfRecordFile(Storage.location(path), bytes, compressionOf(storage, path));
  }

  /** Whether an input of this name must be of TFRecord files, whatever else could be read. */
  public static boolean isNamedLikeOne(String input) {
    return NAMED.matcher(input).matches();
  }

  /** Whether a file of this name is read when its folder is. */
  public static boolean isRead(String name) {
    return IN_FOLDER.matcher(name).matches() && !isChecksum(name);
  }

  /** Hadoop's local file system keeps such beside files. */
  private static boolean isChecksum(String name) {
    return name.endsWith(".crc");
  }

  private static List<FileStatus> shards(Storage storage, OutputName name) {
    List<FileStatus> shards = new ArrayList<>();
    for (String shard : name.files()) {
      Path path = storage.path(shard);
      FileStatus status = storage.status(path);
      if (status == null) {
        throw new BadInputException("shard %s is missing".formatted(Storage.shown(path)));
      }
      shards.add(status);
    }
    return shards;
  }

  private static List<FileStatus> files(Storage storage, String input) {
    Path path = storage.path(input);
    FileStatus status = storage.status(path);
    if (status == null) {
      return matches(storage, path);
    }
    return status.isDirectory() ? inFolder(storage, path) : List.of(status);
  }

  private static List<FileStatus> matches(Storage storage, Path glob) {
    FileStatus[] matches;
    try {
      matches = storage.fileSystem(glob).globStatus(glob);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read %s: %s".formatted(Storage.shown(glob), Storage.reason(e)), e);
    }
    List<FileStatus> files =
        matches == null ? List.of() : sorted(Arrays.asList(matches), name -> !isChecksum(name));
    if (files.isEmpty()) {
      throw new BadInputException("there is no file %s".formatted(Storage.shown(glob)));
    }
    return files;
  }

  private static List<FileStatus> inFolder(Storage storage, Path folder) {
    List<FileStatus> files;
    try {
      files =
          sorted(
              Arrays.asList(storage.fileSystem(folder).listStatus(folder)), TfRecordFile::isRead);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot list %s: %s".formatted(Storage.shown(folder), Storage.reason(e)), e);
    }
    if (files.isEmpty()) {
      throw new BadInputException(
          "no file named *.tfrecord* in folder %s".formatted(Storage.shown(folder)));
    }
    return files;
  }

  private static List<FileStatus> sorted(List<FileStatus> candidates, Predicate<String> names) {
    return candidates.stream()
        .filter(FileStatus::isFile)
        .filter(file -> names.test(file.getPath().getName()))
        .sorted(Comparator.comparing(file -> Storage.location(file.getPath())))
        .toList();
  }

  private static Compression compressionOf(Storage storage, Path path) {
    byte[] head;
    try (InputStream in = storage.open(path)) {
      head = in.readNBytes(TfRecordReader.HEADER_BYTES);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot read %s: %s".formatted(Storage.shown(path), Storage.reason(e)), e);
    }
    boolean magic = head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    return magic && !isRecordHeader(head) ? Compression.GZIP : Compression.NONE;
  }

  /** A record of 35,615 bytes, or of 65,536 more, begins with gzip's magic number too. */
  private static boolean isRecordHeader(byte[] head) {
    return head.length == TfRecordReader.HEADER_BYTES
        && new MaskedCrc32c().of(head, 0, 8)
            == ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
  }

  public Path path() {
    return Storage.at(location);
  }

  /** The file's name for messages. */
  public String shown() {
    return Storage.shown(path());
  }
}
