package io.cantus.jobs.faults;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under {@code shuffled:}, of which folders are listed in an order of chance. */
public final class ShuffledFileSystem extends RawLocalFileSystem {
  private static volatile long seed;

  /** The option for a run to know this file system, which draws the orders of this seed. */
  public static String option(java.nio.file.Path folder, long ofOrders) throws IOException {
    seed = ofOrders;
    return SparkSetting.fileSystem("shuffled", ShuffledFileSystem.class).option(folder);
  }

  @Override
  public URI getUri() {
    return URI.create("shuffled:///");
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    FileStatus[] children = super.listStatus(folder);
    Collections.shuffle(Arrays.asList(children), new Random(seed));
    return children;
  }
}
