package io.cantus.jobs.evaluate;

import io.cantus.generation.EventNetwork;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;

/**
 * How well a network foretells melodies: every event but the first, from all events before it, as
 * in training. Thread-safe if the network is.
 */
final class MelodyScorer {
  private final EventNetwork network;
  private final EventEncoding encoding;

  /**
   * @param network of the encoding's inputs and classes
   */
  MelodyScorer(EventNetwork network, EventEncoding encoding) {
    this.network = network;
    this.encoding = encoding;
  }

  /** Metrics of nothing, to merge others into. */
  EventMetrics none() {
    return new EventMetrics(encoding.numClasses(), encoding.defaultLabel());
  }

  /**
   * Metrics of one melody's events.
   *
   * @param melody in the model's range
   */
  EventMetrics score(Melody melody) {
    EventMetrics metrics = none();
    int steps = Math.max(0, melody.length() - 1);
    int inputSize = encoding.inputSize();
    float[] inputs = new float[Math.multiplyExact(steps, inputSize)];
    int[] labels = new int[steps];
    if (steps > 0) {
      encoding.encodeAll(melody.events(), melody.length(), inputs, labels);
    }
    EventNetwork.State state = network.start();
    float[] logits = new float[encoding.numClasses()];
    for (int step = 0; step < steps; step++) {
      state.step(Arrays.copyOfRange(inputs, step * inputSize, (step + 1) * inputSize), logits);
      int predicted = largest(logits);
      metrics.add(labels[step], predicted, crossEntropy(logits, labels[step], predicted));
    }
    return metrics;
  }

  private static int largest(float[] logits) {
    int largest = 0;
    for (int label = 1; label < logits.length; label++) {
      if (logits[label] > logits[largest]) {
        largest = label;
      }
    }
    return largest;
  }

  private static double crossEntropy(float[] logits, int label, int largest) {
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((double) logit - logits[largest]);
    }
    return StrictMath.log(sum) - ((double) logits[label] - logits[largest]);
  }
}
