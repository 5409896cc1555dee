package io.cantus.jobs.source;

import java.nio.charset.StandardCharsets;

/**
 * What Cantus adds to Hadoop's SequenceFile format: the metadata say that keys are {@code
 * collection/filename}, and two sync marks in a row stand at the end, where every reader stops.
 */
public final class PackFormat {
  /** Metadata key whose value says what the keys of the records are. */
  public static final String KEY = "cantus.key";

  /** The value: a collection, which may be empty, a slash and a path within it. */
  public static final String COLLECTION_AND_FILENAME = "collection/filename";

  public static final String KEY_CLASS = "org.apache.hadoop.io.Text";
  public static final String VALUE_CLASS = "org.apache.hadoop.io.BytesWritable";

  /** First bytes of the file, in ASCII. */
  public static final String MAGIC = "SEQ";

  /** The only version that Hadoop has written since 2007. */
  public static final byte VERSION = 6;

  /** Stands instead of a record's length before a sync mark. */
  public static final int SYNC_ESCAPE = -1;

  public static final int SYNC_BYTES = 16;

  /** How many sync marks stand in a row at the end of a file of ours, and nowhere else. */
  public static final int SYNCS_AT_END = 2;

  private PackFormat() {}

  static boolean isMagic(byte[] begin) {
    return MAGIC.equals(new String(begin, StandardCharsets.US_ASCII));
  }
}
