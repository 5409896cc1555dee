package io.cantus.jobs.dataset;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Local files; whoever writes a part of a later batch waits for ever. */
public final class HaltingFileSystem extends RawLocalFileSystem {
  static final int FIRST_HALTED = 3;

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    String[] name = file.getName().split("-", 3);
    boolean isPart = name[0].equals("training") || name[0].equals("eval");
    if (isPart && Integer.parseInt(name[1]) >= FIRST_HALTED) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }
}
