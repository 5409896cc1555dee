package io.cantus.generation;

/** The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators". */
final class SplitMix64 implements DrawSource {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** A double has 53 bits of precision. */
  private static final double UNIT = 0x1p-53;

  private long state;

  SplitMix64(long state) {
    this.state = state;
  }

  /** Spreads a change of any bit over all bits. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  @Override
  public double next() {
    return (nextLong() >>> 11) * UNIT;
  }
}
