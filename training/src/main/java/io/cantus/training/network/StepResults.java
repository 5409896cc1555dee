package io.cantus.training.network;

import io.cantus.training.EventMetrics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a network made of the valid steps of a batch, in packed order.
 *
 * @param labels the class that was right
 * @param predicted the most probable class
 * @param crossEntropy minus the logarithm of the probability of the label, in nats
 */
record StepResults(int[] labels, int[] predicted, double[] crossEntropy) {

  /** What the last forward pass of an engine gave, compared with the right classes. */
  static StepResults of(RnnEngine engine, int[] labels) {
    double[] logs = engine.logProbabilities(0, labels.length);
    int classes = logs.length / labels.length;
    int[] predicted = new int[labels.length];
    double[] crossEntropy = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      int at = row * classes;
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = logs[at + k] > logs[at + best] ? k : best;
      }
      predicted[row] = best;
      crossEntropy[row] = -logs[at + labels[row]];
    }
    return new StepResults(labels, predicted, crossEntropy);
  }

  /** Those of several parts of a batch, one after another. */
  static StepResults joined(List<StepResults> parts) {
    return new StepResults(
        parts.stream().flatMapToInt(part -> IntStream.of(part.labels)).toArray(),
        parts.stream().flatMapToInt(part -> IntStream.of(part.predicted)).toArray(),
        parts.stream().flatMapToDouble(part -> DoubleStream.of(part.crossEntropy)).toArray());
  }

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
