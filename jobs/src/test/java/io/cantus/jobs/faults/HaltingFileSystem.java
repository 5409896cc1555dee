package io.cantus.jobs.faults;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files; whoever reports that a later batch is finished waits for ever. */
public final class HaltingFileSystem extends RawLocalFileSystem {
  /** The first batch that is never finished. */
  static final int FIRST_HALTED = 3;

  /** What the report on a batch is called once it counts. */
  static final Pattern REPORT = Pattern.compile("report-([0-9]{6})");

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    Matcher report = REPORT.matcher(to.getName());
    if (report.matches() && Integer.parseInt(report.group(1)) >= FIRST_HALTED) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return super.rename(from, to);
  }
}
