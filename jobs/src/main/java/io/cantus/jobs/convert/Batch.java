package io.cantus.jobs.convert;

import io.cantus.jobs.io.FolderWalk.Entry;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Files for one task, all of one shard.
 *
 * @param shard index of the output file
 * @param number of this batch among all, in order of the inputs
 */
record Batch(int shard, int number, List<Entry> files) implements Serializable {
  /** What opening a file costs, in bytes read. */
  private static final long COST_OF_A_FILE = 1 << 14;

  /** What a batch may cost at most, so that the count of what is done moves on. */
  private static final long LARGEST_COST = 1L << 24;

  private static final long SMALLEST_COST = 1L << 20;

  /**
   * A cost that occupies {@code cores} well, with several batches for each.
   *
   * @return cost in bytes
   */
  static long costFor(List<Entry> files, int cores) {
    return Math.max(SMALLEST_COST, Math.min(LARGEST_COST, total(files) / (4L * cores)));
  }

  /** The cost that gives about this many batches. */
  static long costOfOneIn(List<Entry> files, int batches) {
    return Math.max(1, (total(files) + batches - 1) / batches);
  }

  private static long total(List<Entry> files) {
    return files.stream().mapToLong(Batch::cost).sum();
  }

  /**
   * Cuts the files into batches of about equal cost. Which shard a file goes to follows from its
   * place alone: shard k of n has the k-th n-th of all files.
   */
  static List<Batch> cut(List<Entry> files, int shards, long cost) {
    List<Batch> batches = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      int end = boundary(files.size(), shard + 1, shards);
      List<Entry> batch = new ArrayList<>();
      long filled = 0;
      for (int at = boundary(files.size(), shard, shards); at < end; at++) {
        batch.add(files.get(at));
        filled += cost(files.get(at));
        if (filled >= cost || at == end - 1) {
          batches.add(new Batch(shard, batches.size(), List.copyOf(batch)));
          batch.clear();
          filled = 0;
        }
      }
    }
    return batches;
  }

  private static int boundary(int files, int shard, int shards) {
    return (int) ((long) files * shard / shards);
  }

  private static long cost(Entry file) {
    return file.bytes() + COST_OF_A_FILE;
  }
}
