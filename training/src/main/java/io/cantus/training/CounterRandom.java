package io.cantus.training;

/**
 * Random numbers as a pure function of a key and a position, by SplitMix64's finaliser: any thread
 * or machine can compute any of them, in any order, and gets the same.
 */
public final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private CounterRandom() {}

  /** The 64 random bits at {@code position} of the sequence that {@code key} names. */
  public static long bits(long key, long position) {
    long z = key + (position + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The number in [0, 1) at {@code position} of the sequence that {@code key} names. */
  public static double uniform(long key, long position) {
    return (bits(key, position) >>> 11) * 0x1.0p-53;
  }
}
