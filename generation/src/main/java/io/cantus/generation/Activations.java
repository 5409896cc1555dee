package io.cantus.generation;

/** Functions of the network, by StrictMath: a seed gives the same melody on every machine. */
final class Activations {
  private Activations() {}

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  static double tanh(double x) {
    return 1 - 2 / (StrictMath.exp(2 * x) + 1);
  }
}
