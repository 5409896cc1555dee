package io.cantus.jobs.evaluate;

import io.cantus.generation.EventNetwork;
import io.cantus.training.EventMetrics;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a network foretells melodies: every event but the first, from all events before it, as
 * in training. An event that several classes mean, as one that repeats what was a bar ago, counts
 * as the class that training takes for it; a generator may have drawn another, so that what it says
 * of its own melodies is a little less. Thread-safe if the network is.
 */
final class MelodyScorer {
  /** Melodies that the network reads side by side. */
  private static final int BATCH = 32;

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
   * Metrics of each melody's events, the same whatever melodies are beside it.
   *
   * @param melodies in the model's range
   */
  List<EventMetrics> score(List<Melody> melodies) {
    List<Reading> readings = melodies.stream().map(Reading::new).toList();
    // The longest first, so that those of a batch end at about the same time, in this order.
    List<Reading> byLength =
        readings.stream()
            .sorted(Comparator.comparingInt((Reading reading) -> reading.steps).reversed())
            .toList();
    int batches = (byLength.size() + BATCH - 1) / BATCH;
    IntStream.range(0, batches)
        .parallel()
        .forEach(
            batch ->
                run(
                    byLength.subList(
                        batch * BATCH, Math.min((batch + 1) * BATCH, byLength.size()))));
    return readings.stream().map(reading -> reading.metrics).toList();
  }

  /** Reads melodies side by side, none of which is longer than those before it. */
  private void run(List<Reading> readings) {
    int reading = readings.size();
    EventNetwork.State state = network.start(reading);
    float[][] inputs = new float[reading][encoding.inputSize()];
    float[][] logits = new float[reading][encoding.numClasses()];
    readings.forEach(Reading::open);
    for (int step = 0; step < readings.get(0).steps; step++) {
      int before = reading;
      while (readings.get(reading - 1).steps <= step) {
        reading--;
      }
      if (reading < before) {
        state = state.select(IntStream.range(0, reading).toArray());
        inputs = Arrays.copyOf(inputs, reading);
        logits = Arrays.copyOf(logits, reading);
      }
      for (int i = 0; i < reading; i++) {
        readings.get(i).read(step, inputs[i]);
      }
      state.step(inputs, logits);
      for (int i = 0; i < reading; i++) {
        readings.get(i).judge(step, logits[i]);
      }
    }
    readings.forEach(Reading::close);
  }

  /** A melody on its way through the network. */
  private final class Reading {
    private static final float[] CLOSED = {};

    private final Melody melody;
    private final int steps;
    private final EventMetrics metrics = none();
    private final int[] labels;
    private float[] inputs = CLOSED;

    Reading(Melody melody) {
      this.melody = melody;
      steps = Math.max(0, melody.length() - 1);
      labels = new int[steps];
    }

    void open() {
      inputs = new float[Math.multiplyExact(steps, encoding.inputSize())];
      if (steps > 0) {
        encoding.encodeAll(melody.events(), melody.length(), inputs, labels);
      }
    }

    void read(int step, float[] input) {
      System.arraycopy(inputs, step * input.length, input, 0, input.length);
    }

    void judge(int step, float[] logits) {
      int predicted = largest(logits);
      metrics.add(labels[step], predicted, crossEntropy(logits, labels[step], predicted));
    }

    void close() {
      inputs = CLOSED;
    }
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
