package io.cantus.jobs.faults;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files under {@code stumbling:}, of which the first part of each batch cannot be closed. */
public final class StumblingFileSystem extends RawLocalFileSystem {
  /** Channel, batch and attempt. */
  private static final Pattern PART = Pattern.compile("(?!report)[a-z]+-([0-9]{6})-.+");

  private static final Set<String> STUMBLED = ConcurrentHashMap.newKeySet();

  /** The option for a run to know this file system; it stumbles as if for the first time. */
  public static String option(java.nio.file.Path folder) throws IOException {
    STUMBLED.clear();
    return SparkSetting.fileSystem("stumbling", StumblingFileSystem.class).option(folder);
  }

  /** Of how many batches a part could not be written. */
  public static int stumbled() {
    return STUMBLED.size();
  }

  @Override
  public URI getUri() {
    return URI.create("stumbling:///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    Matcher part = PART.matcher(file.getName());
    return part.matches() && STUMBLED.add(part.group(1))
        ? new FSDataOutputStream(new Unclosable(out), null)
        : out;
  }

  private static final class Unclosable extends FilterOutputStream {
    Unclosable(FSDataOutputStream out) {
      super(out);
    }

    @Override
    public void close() throws IOException {
      super.close();
      throw new IOException("stumbled");
    }
  }
}
