package io.cantus.generation;

/** From logits to a choice, after the softmax of Magenta's generation graph and numpy's choice. */
final class Sampler {
  private Sampler() {}

  /**
   * Writes the probabilities of the logits divided by the temperature; float32, like the
   * reference's.
   */
  static void softmax(float[] logits, double temperature, float[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      shares[c] = StrictMath.exp((logits[c] - largest) / temperature);
      sum += shares[c];
    }
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) (shares[c] / sum);
    }
  }

  /**
   * The class that a number from [0, 1) falls on; each gets a share as large as its probability.
   */
  static int choose(float[] probabilities, double draw) {
    // Twice the same sum, since the classes' borders are to be divided by it.
    double total = 0;
    for (float p : probabilities) {
      total += p;
    }
    double cumulated = 0;
    int last = probabilities.length - 1;
    for (int c = 0; c < last; c++) {
      cumulated += probabilities[c];
      if (draw < cumulated / total) {
        return c;
      }
    }
    return last;
  }

  /** The logarithm of a probability, rounded to float32 as the reference's is. */
  static float logLikelihood(float probability) {
    return (float) StrictMath.log(probability);
  }
}
