package io.cantus.generation;

/** A sequence of random numbers, uniform in [0, 1). Need not be thread-safe. */
@FunctionalInterface
public interface DrawSource {

  /** The next number. */
  double next();

  /**
   * The numbers of one of several outputs. They depend on the seed and the output's number alone,
   * so that an output stays the same when more are asked for. The algorithm is SplitMix64 and will
   * not change.
   *
   * @param seed any number
   * @param output the output's number
   */
  static DrawSource seeded(long seed, int output) {
    return new SplitMix64(SplitMix64.mix(SplitMix64.mix(seed) + output));
  }
}
