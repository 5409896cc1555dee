package io.cantus.training.network;

import io.cantus.training.EventMetrics;

/**
 * What a network made of the valid steps of a batch, in packed order.
 *
 * @param labels the class that was right
 * @param predicted the most probable class
 * @param crossEntropy minus the logarithm of the probability of the label, in nats
 */
record StepResults(int[] labels, int[] predicted, double[] crossEntropy) {

  /** Mean cross entropy over the steps. */
  double loss() {
    double sum = 0;
    for (double stepCrossEntropy : crossEntropy) {
      sum += stepCrossEntropy;
    }
    return sum / crossEntropy.length;
  }

  EventMetrics metrics(int numClasses, int defaultLabel) {
    EventMetrics metrics = new EventMetrics(numClasses, defaultLabel);
    for (int step = 0; step < labels.length; step++) {
      metrics.add(labels[step], predicted[step], crossEntropy[step]);
    }
    return metrics;
  }
}
