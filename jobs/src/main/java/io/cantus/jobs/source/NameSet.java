package io.cantus.jobs.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which file names were met and where, in some 30 bytes for each: only 128 bits of a cryptographic
 * hash are kept of a name, which nobody can make two names share.
 */
final class NameSet {
  /** The owner of a name that is new. */
  static final int NONE = -1;

  private static final double FULL = 0.7;

  private final MessageDigest hash;
  private long[] keys = new long[2 << 10];

  /** One more than the owner of the key in this place; 0 where there is none. */
  private int[] owners = new int[1 << 10];

  private int size;

  NameSet() {
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds a name unless it is there.
   *
   * @param owner not negative
   * @return whose the name is already, or {@link #NONE} if it was added
   */
  int add(String collection, String name, int owner) {
    hash.update(collection.getBytes(StandardCharsets.UTF_8));
    hash.update((byte) '/');
    ByteBuffer key = ByteBuffer.wrap(hash.digest(name.getBytes(StandardCharsets.UTF_8)));
    return add(key.getLong(), key.getLong(), owner);
  }

  private int add(long high, long low, int owner) {
    int at = (int) high & (owners.length - 1);
    while (owners[at] != 0) {
      if (keys[2 * at] == high && keys[2 * at + 1] == low) {
        return owners[at] - 1;
      }
      at = (at + 1) & (owners.length - 1);
    }
    keys[2 * at] = high;
    keys[2 * at + 1] = low;
    owners[at] = owner + 1;
    size++;
    if (size > FULL * owners.length) {
      grow();
    }
    return NONE;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldOwners = owners;
    keys = new long[2 * oldKeys.length];
    owners = new int[2 * oldOwners.length];
    size = 0;
    for (int at = 0; at < oldOwners.length; at++) {
      if (oldOwners[at] != 0) {
        add(oldKeys[2 * at], oldKeys[2 * at + 1], oldOwners[at] - 1);
      }
    }
  }
}
