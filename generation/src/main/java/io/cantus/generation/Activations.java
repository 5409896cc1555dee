package io.cantus.generation;

/**
 * Functions of the network, made of operations that every machine rounds alike, so that a seed
 * gives the same melody everywhere; loops that the compiler makes vector instructions of.
 */
final class Activations {
  /** Beyond it, float32's tanh is 1. */
  private static final float LARGEST = 9f;

  private Activations() {}

  /**
   * Overwrites each number with its hyperbolic tangent, to 4e-7: a quotient of two polynomials in
   * x², fitted for the smallest relative error up to {@link #LARGEST}.
   */
  static void tanh(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(-LARGEST, Math.min(LARGEST, x[i]));
    }
    for (int i = 0; i < x.length; i++) {
      float s = x[i] * x[i];
      float p = 1.3354872e-8f * s + 2.0609259e-5f;
      float q = 7.7766515e-7f * s + 3.2856534e-4f;
      p = p * s + 3.4956e-3f;
      q = q * s + 2.5877029e-2f;
      p = p * s + 1.3381036e-1f;
      q = q * s + 4.671435e-1f;
      x[i] = x[i] * (p * s + 1f) / (q * s + 1f);
    }
  }

  /** The sum of products, in four sums that do not wait for one another. */
  static float dot(float[] a, float[] b, int from) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= a.length; i += 4) {
      s0 += a[i] * b[from + i];
      s1 += a[i + 1] * b[from + i + 1];
      s2 += a[i + 2] * b[from + i + 2];
      s3 += a[i + 3] * b[from + i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[from + i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
