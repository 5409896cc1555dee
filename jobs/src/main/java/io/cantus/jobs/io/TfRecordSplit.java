package io.cantus.jobs.io;

import io.cantus.jobs.io.TfRecordFile.Compression;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A piece of a TFRecord file: the records that begin in {@code [start, end)}. TFRecord has no marks
 * to find a record by, so a piece looks for the first place where both checksums fit; whether all
 * pieces of a file meet exactly is for {@link #torn} to say, and only then is the whole file read.
 *
 * @param start first byte of the piece
 * @param end first byte after it
 */
public record TfRecordSplit(TfRecordFile file, long start, long end) implements Serializable {
  private static final long SMALLEST_BATCH = 1L << 20;
  private static final long LARGEST_BATCH = 1L << 25;

  /** Of an input between those bounds. */
  private static final int BATCHES = 128;

  /**
   * What was read of a piece.
   *
   * @param first where its first record begins; {@link #NO_RECORD} if none begins in it
   * @param next where the record after its last one begins; {@link #UNSURE} if something there was
   *     no record
   */
  public record Span(TfRecordSplit split, long first, long next) implements Serializable {
    public static final long NO_RECORD = -1;
    public static final long UNSURE = -2;
  }

  /** The whole of a file. */
  public static TfRecordSplit whole(TfRecordFile file) {
    return new TfRecordSplit(file, 0, file.bytes());
  }

  /**
   * The files in batches of pieces, in order, small enough for any number of tasks to share them
   * out. They follow from the files alone, so that what is made of a batch is the same on every
   * machine.
   *
   * @param undivided files to leave in one piece
   */
  public static List<List<TfRecordSplit>> plan(List<TfRecordFile> files, Set<String> undivided) {
    long bytes = files.stream().mapToLong(TfRecordFile::bytes).sum();
    return plan(
        files, Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, bytes / BATCHES)), undivided);
  }

  /**
   * The files in pieces of about {@code targetBytes}, in order, in batches of about as much. Small
   * files share a batch; a gzipped one is read from its beginning and so is one piece.
   *
   * @param undivided files to leave in one piece
   */
  static List<List<TfRecordSplit>> plan(
      List<TfRecordFile> files, long targetBytes, Set<String> undivided) {
    List<List<TfRecordSplit>> batches = new ArrayList<>();
    List<TfRecordSplit> batch = new ArrayList<>();
    long batchBytes = 0;
    for (TfRecordFile file : files) {
      boolean divisible =
          file.compression() == Compression.NONE && !undivided.contains(file.location());
      long pieces = divisible ? Math.max(1, (file.bytes() + targetBytes - 1) / targetBytes) : 1;
      for (long piece = 0; piece < pieces; piece++) {
        long start = boundary(file.bytes(), piece, pieces);
        long end = boundary(file.bytes(), piece + 1, pieces);
        if (!batch.isEmpty() && batchBytes + (end - start) > targetBytes) {
          batches.add(batch);
          batch = new ArrayList<>();
          batchBytes = 0;
        }
        batch.add(new TfRecordSplit(file, start, end));
        batchBytes += end - start;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static long boundary(long bytes, long piece, long pieces) {
    return bytes / pieces * piece + Math.min(piece, bytes % pieces);
  }

  /**
   * Reads files in pieces, and again those whose pieces do not meet, each of them as one: read from
   * its beginning, a damaged file names the damage, and a sound one is read right.
   *
   * @param read reads all files, those at the given locations undivided
   * @param spans what was read of the pieces, in order
   */
  public static <T> T readMeeting(Function<Set<String>, T> read, Function<T, List<Span>> spans) {
    T first = read.apply(Set.of());
    Set<String> torn = torn(spans.apply(first));
    if (torn.isEmpty()) {
      return first;
    }
    T again = read.apply(torn);
    Set<String> still = torn(spans.apply(again));
    if (!still.isEmpty()) {
      throw new IllegalStateException("read incompletely: " + still);
    }
    return again;
  }

  /**
   * The locations of files whose pieces, in order, do not meet: the file is damaged near a seam, or
   * a record's data looked like a record.
   */
  public static Set<String> torn(List<Span> spans) {
    Map<TfRecordFile, Long> reached = new HashMap<>();
    Set<String> torn = new TreeSet<>();
    for (Span span : spans) {
      TfRecordSplit split = span.split();
      if (split.file().compression() == Compression.NONE) {
        long expected = reached.getOrDefault(split.file(), 0L);
        boolean meets =
            span.first() == Span.NO_RECORD ? expected >= split.end() : span.first() == expected;
        if (!meets || span.next() == Span.UNSURE) {
          torn.add(split.file().location());
        }
        reached.put(split.file(), span.first() == Span.NO_RECORD ? expected : span.next());
      }
    }
    reached.forEach(
        (file, end) -> {
          if (end != file.bytes()) {
            torn.add(file.location());
          }
        });
    return torn;
  }
}
