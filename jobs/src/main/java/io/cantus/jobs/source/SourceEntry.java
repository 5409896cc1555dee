package io.cantus.jobs.source;

import io.cantus.transforms.source.SourceFile;
import java.io.Serializable;

/**
 * A file to convert, wherever its bytes lie: on their own, or within a larger file.
 *
 * @param collection name of the collection that it belongs to; may be empty
 * @param name path within the collection, parts joined by {@code /}
 * @param location of the file that holds the bytes, see {@link io.cantus.jobs.io.Storage#at}
 * @param offset where they begin in it
 * @param storedBytes how many they are there
 * @param bytes how many they are once unpacked
 */
public record SourceEntry(
    String collection,
    String name,
    String location,
    long offset,
    long storedBytes,
    long bytes,
    Packing packing)
    implements Serializable {

  /** How the bytes are stored. */
  public enum Packing {
    /** They are the whole file at the location. */
    WHOLE_FILE,
    /** As they are, within a larger file. */
    AS_IS,
    /** As they are, in a zip archive: {@code offset} is where the entry's own header begins. */
    ZIP_STORED,
    /** Raw deflate, in a zip archive: {@code offset} is where the entry's own header begins. */
    ZIP_DEFLATED
  }

  /** The file's names, from which its id follows. */
  public SourceFile source() {
    return new SourceFile(collection, name);
  }
}
