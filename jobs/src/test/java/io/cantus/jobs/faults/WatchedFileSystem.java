package io.cantus.jobs.faults;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under {@code watched:}, which remembers what was read. */
public final class WatchedFileSystem extends RawLocalFileSystem {
  private static final Set<String> READ = ConcurrentHashMap.newKeySet();

  /** The option for a run to know this file system, which forgets what earlier runs read. */
  public static String option(java.nio.file.Path folder) throws IOException {
    READ.clear();
    return SparkSetting.fileSystem("watched", WatchedFileSystem.class).option(folder);
  }

  /** The names of the files that were read. */
  public static Set<String> read() {
    return Set.copyOf(READ);
  }

  @Override
  public URI getUri() {
    return URI.create("watched:///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    READ.add(file.getName());
    return super.open(file, bufferSize);
  }
}
