package io.cantus.jobs.dataset;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files, of which the first part of each batch cannot be closed. */
public final class StumblingFileSystem extends RawLocalFileSystem {
  private static final Set<String> STUMBLED = ConcurrentHashMap.newKeySet();

  static void forget() {
    STUMBLED.clear();
  }

  static int stumbled() {
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
    String[] name = file.getName().split("-", 3);
    boolean isPart = name[0].equals("training") || name[0].equals("eval");
    return isPart && STUMBLED.add(name[1])
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
