package io.cantus.jobs.io;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Every file system that Hadoop knows, by the path's scheme. Local files are read and written
 * without Hadoop's {@code .crc} companions. Serializable, so that tasks reach the same files.
 */
public final class Storage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER_BYTES = 1 << 18;

  private transient Configuration configuration;

  public Storage(Configuration configuration) {
    this.configuration = configuration;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    configuration.write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    configuration = new Configuration(false);
    configuration.readFields(in);
  }

  /** The path as text with a leading {@code ~} replaced by the user's home. */
  public static String expandHome(String text) {
    boolean home = text.equals("~") || text.startsWith("~/");
    return home ? System.getProperty("user.home") + text.substring(1) : text;
  }

  /**
   * The absolute path that a user's text means.
   *
   * @throws UsageException if it is no path
   */
  public Path path(String text) {
    try {
      Path path = parse(expandHome(text));
      return fileSystem(path).makeQualified(path);
    } catch (IllegalArgumentException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new UsageException("'%s' is not a path: %s".formatted(text, why));
    }
  }

  /** A local file may have a colon in its name, before which Hadoop would see a scheme. */
  private static Path parse(String text) {
    File file = new File(text);
    return text.indexOf(':') >= 0 && file.exists() ? new Path(file.toURI()) : new Path(text);
  }

  /** A path as tasks pass it around: unlike its text, {@link #at} brings back every name. */
  public static String location(Path path) {
    return path.toUri().toString();
  }

  /** The path of a location. */
  public static Path at(String location) {
    return new Path(URI.create(location));
  }

  /** A path as a user knows it: without {@code file:}. */
  public static String shown(Path path) {
    URI uri = path.toUri();
    return "file".equals(uri.getScheme()) ? uri.getPath() : path.toString();
  }

  FileSystem fileSystem(Path path) {
    try {
      FileSystem fileSystem = path.getFileSystem(configuration);
      return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
    } catch (IOException e) {
      throw unreachable(path, e);
    } catch (RuntimeException e) {
      // So Hadoop says that it lacks a file system's classes, or cannot find its host.
      if (e.getCause() instanceof ClassNotFoundException
          || e.getCause() instanceof UnknownHostException) {
        throw unreachable(path, e.getCause());
      }
      throw e;
    }
  }

  private static BadInputException unreachable(Path path, Throwable cause) {
    String why =
        cause instanceof UnknownHostException
            ? "unknown host %s".formatted(cause.getMessage())
            : reason(cause);
    return new BadInputException(
        "cannot reach the file system of %s: %s".formatted(path, why), cause);
  }

  /** What is at a path, or null if nothing is. */
  public FileStatus status(Path path) {
    try {
      return fileSystem(path).getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw new BadInputException("cannot look at %s: %s".formatted(shown(path), reason(e)), e);
    }
  }

  /** Whether anything is at a path. */
  public boolean exists(Path path) {
    return status(path) != null;
  }

  /** What is in a folder, in the order of the names; nothing if there is no such folder. */
  public List<Path> children(Path folder) {
    try {
      return Arrays.stream(fileSystem(folder).listStatus(folder))
          .map(FileStatus::getPath)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new BadInputException("cannot list %s: %s".formatted(shown(folder), reason(e)), e);
    }
  }

  /** Opens a file at its beginning. */
  public FSDataInputStream open(Path path) throws IOException {
    return fileSystem(path).open(path, BUFFER_BYTES);
  }

  /**
   * Opens a file at its beginning, to be read at once and with a large array: small files of the
   * local disk without all that Hadoop puts around each.
   */
  public InputStream openWhole(Path path) throws IOException {
    return isLocal(path)
        ? new FileInputStream(path.toUri().getPath())
        : fileSystem(path).open(path);
  }

  /** Reads a whole file of about {@code expectedBytes}. */
  public byte[] read(Path path, long expectedBytes) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(expectedBytes)];
    try (InputStream in = fileSystem(path).open(path)) {
      int filled = in.readNBytes(bytes, 0, bytes.length);
      int more = in.read();
      if (more < 0) {
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
      }
      ByteArrayOutputStream grown = new ByteArrayOutputStream(2 * bytes.length + 1);
      grown.write(bytes);
      grown.write(more);
      in.transferTo(grown);
      return grown.toByteArray();
    }
  }

  /**
   * Reads a whole file that the user named.
   *
   * @param what it is to the user, for the message
   * @throws BadInputException if there is no such file, or it cannot be read
   */
  public byte[] readInput(String file, String what) {
    Path path = path(file);
    FileStatus status = status(path);
    if (status == null) {
      throw new BadInputException("there is no %s %s".formatted(what, shown(path)));
    }
    if (status.isDirectory()) {
      throw new BadInputException("%s is a folder, not a %s".formatted(shown(path), what));
    }
    try {
      return read(path, status.getLen());
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(shown(path), reason(e)), e);
    }
  }

  /**
   * Creates a folder, and those around it, unless it is there.
   *
   * @throws BadInputException if it cannot be created
   */
  public void createFolder(Path path) {
    try {
      if (!fileSystem(path).mkdirs(path)) {
        throw new IOException("permission denied");
      }
    } catch (IOException e) {
      throw new BadInputException("cannot create %s: %s".formatted(shown(path), reason(e)), e);
    }
  }

  /** Removes a file, or a folder with all that is in it, if it is there. */
  public void deleteAll(Path path) {
    try {
      fileSystem(path).delete(path, true);
    } catch (IOException e) {
      throw new BadInputException("cannot remove %s: %s".formatted(shown(path), reason(e)), e);
    }
  }

  /**
   * Creates a file in a folder that exists; replaces one that is there. Buffered. A task that
   * outlives its job does not bring back the folder that the job has removed.
   */
  public OutputStream create(Path path) throws IOException {
    if (isLocal(path)) {
      // Hadoop starts a process for each new file, which sets the permissions it has anyway.
      return new BufferedOutputStream(new FileOutputStream(path.toUri().getPath()));
    }
    if (!exists(path.getParent())) {
      throw new FileNotFoundException("there is no folder " + shown(path.getParent()));
    }
    try {
      return new CheckedOutput(fileSystem(path).create(path, true, BUFFER_BYTES));
    } catch (FSError e) {
      throw new IOException(reason(e), e);
    }
  }

  /** Opens a file on a local disk to write after its end. Buffered. */
  public OutputStream append(Path path) throws IOException {
    return new BufferedOutputStream(new FileOutputStream(path.toUri().getPath(), true));
  }

  /** Shortens a file on a local disk. */
  public void truncate(Path path, long bytes) throws IOException {
    if (!fileSystem(path).truncate(path, bytes)) {
      throw new IOException("cannot shorten %s".formatted(shown(path)));
    }
  }

  /** Whether files can be renamed from one path to the other. */
  public boolean isOneFileSystem(Path a, Path b) {
    return fileSystem(a).getUri().equals(fileSystem(b).getUri());
  }

  /** Gives a file another name in its folder. */
  public void rename(Path from, Path to) throws IOException {
    if (!fileSystem(from).rename(from, to)) {
      throw new IOException("cannot rename %s to %s".formatted(shown(from), to.getName()));
    }
  }

  /** Removes a file if it is there. */
  public void delete(Path path) throws IOException {
    fileSystem(path).delete(path, false);
  }

  /** Whether a path is on a local disk, where files can be appended to and shortened. */
  public static boolean isLocal(Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  /** What went wrong, in one line, without the names of exceptions around it. */
  public static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && (cause instanceof FSError || cause.getMessage() == null)) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  /** Hadoop throws an Error where a local disk is full; to everyone else that is an IOException. */
  private static final class CheckedOutput extends OutputStream {
    private final OutputStream out;

    CheckedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      try {
        out.write(data, offset, length);
      } catch (FSError e) {
        throw new IOException(reason(e), e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (FSError e) {
        throw new IOException(reason(e), e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (FSError e) {
        throw new IOException(reason(e), e);
      }
    }
  }
}
