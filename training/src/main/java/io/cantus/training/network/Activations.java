package io.cantus.training.network;

/** The functions that neurons are made of. */
final class Activations {
  private Activations() {}

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double tanh(double x) {
    return 1 - 2 / (Math.exp(2 * x) + 1);
  }
}
