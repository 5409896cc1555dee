package io.cantus.training.network;

/**
 * The functions that neurons are made of, for whole arrays. Without a call, with one index in each
 * loop and with no more in a loop than there is, so that the compiler makes vector instructions of
 * them: many times as fast as Math.exp, to some units in the last place the same, and the same on
 * every machine.
 */
final class Activations {
  /** Beyond this, sigmoid and tanh are 0 or ±1 even as far as a double could tell. */
  private static final float LIMIT = 40;

  private static final float REDUCTION = 1f / 128;
  private static final float C2 = (float) (1.0 / 2);
  private static final float C3 = (float) (1.0 / 6);
  private static final float C4 = (float) (1.0 / 24);
  private static final float C5 = (float) (1.0 / 120);
  private static final float C6 = (float) (1.0 / 720);
  private static final float C7 = (float) (1.0 / 5040);
  private static final float C8 = (float) (1.0 / 40320);

  private Activations() {}

  /** Overwrites the first {@code count} of {@code to} with sums, as far as activations differ. */
  static void sum(float[] one, float[] other, int count, float[] to) {
    for (int n = 0; n < count; n++) {
      to[n] = Math.max(-LIMIT, Math.min(LIMIT, one[n] + other[n]));
    }
  }

  /** Replaces the first {@code count} numbers, within ±40, by their logistic sigmoids. */
  static void sigmoid(float[] values, int count) {
    for (int n = 0; n < count; n++) {
      float e = expm1(values[n]);
      values[n] = (e + 1) / (e + 2);
    }
  }

  /** Replaces the first {@code count} numbers, within ±40, by their hyperbolic tangents. */
  static void tanh(float[] values, int count) {
    for (int n = 0; n < count; n++) {
      float e = expm1(2 * values[n]);
      values[n] = e / (e + 2);
    }
  }

  /**
   * Replaces the first {@code count} numbers by their exponentials; numbers beyond ±40 are taken
   * for ±40.
   *
   * @param scratch as long
   */
  static void exp(float[] values, int count, float[] scratch) {
    // Below zero the way of those above would lose all digits.
    for (int n = 0; n < count; n++) {
      scratch[n] = 1 + expm1(Math.max(0, Math.min(LIMIT, values[n])));
    }
    for (int n = 0; n < count; n++) {
      values[n] = 1 / (1 + expm1(Math.max(0, Math.min(LIMIT, -values[n]))));
    }
    for (int n = 0; n < count; n++) {
      values[n] *= scratch[n];
    }
  }

  /** e to the x, minus 1: its series for x/128, and then doubling the exponent seven times. */
  private static float expm1(float x) {
    float y = x * REDUCTION;
    float e = y * (1 + y * (C2 + y * (C3 + y * (C4 + y * (C5 + y * (C6 + y * (C7 + y * C8)))))));
    e *= e + 2;
    e *= e + 2;
    e *= e + 2;
    e *= e + 2;
    e *= e + 2;
    e *= e + 2;
    return e * (e + 2);
  }
}
