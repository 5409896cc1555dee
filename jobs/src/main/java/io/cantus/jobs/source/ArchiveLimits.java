package io.cantus.jobs.source;

import java.io.Serializable;

/**
 * How much an archive may hold, so that none can take a job's memory or keep it busy for ever. What
 * is over a limit is refused as a whole: nobody would know what was left out.
 *
 * @param maxEntries entries of every kind; bounds the memory for their names
 * @param maxUnpackedBytes sum of the sizes of all entries, unpacked
 */
public record ArchiveLimits(long maxEntries, long maxUnpackedBytes) implements Serializable {

  /**
   * Over twenty times the files and the bytes of the largest collections of MIDI that are known,
   * which have some 400,000 files and 10 GB.
   */
  public static final ArchiveLimits DEFAULTS = new ArchiveLimits(10_000_000, 1L << 38);
}
