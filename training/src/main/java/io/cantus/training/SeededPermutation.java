package io.cantus.training;

import java.io.Serializable;

/**
 * A random order of the numbers below a size, computed number by number: a Feistel network over the
 * next even number of bits, walked until it stays below the size. Unlike a shuffled array it needs
 * no memory and no sending around, however many examples there are.
 */
public final class SeededPermutation implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROUNDS = 6;

  private final long size;
  private final long seed;
  private final int halfBits;
  private final long halfMask;

  /**
   * @param size of the range, at least 1
   */
  public SeededPermutation(long size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("no permutation of " + size + " numbers");
    }
    this.size = size;
    this.seed = seed;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
    halfMask = (1L << halfBits) - 1;
  }

  /** Where {@code index}, at least 0 and below the size, stands in the order. */
  public long apply(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    long position = index;
    do {
      position = encrypt(position);
    } while (position >= size);
    return position;
  }

  private long encrypt(long value) {
    long left = value >>> halfBits;
    long right = value & halfMask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = CounterRandom.bits(CounterRandom.bits(seed, round), right) & halfMask;
      long newRight = left ^ mixed;
      left = right;
      right = newRight;
    }
    return left << halfBits | right;
  }
}
