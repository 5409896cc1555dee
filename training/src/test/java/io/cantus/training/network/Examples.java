package io.cantus.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up training sequences. */
public final class Examples {
  private Examples() {}

  /** Sequences of the given lengths with random inputs, most of them zero, and random labels. */
  public static List<SparseExample> random(long seed, int inputSize, int classes, int... lengths) {
    Random random = new Random(seed);
    List<SparseExample> examples = new ArrayList<>();
    for (int length : lengths) {
      float[] inputs = new float[length * inputSize];
      int[] labels = new int[length];
      for (int step = 0; step < length; step++) {
        inputs[step * inputSize + random.nextInt(inputSize)] = 1;
        inputs[step * inputSize + random.nextInt(inputSize)] = random.nextFloat() - 0.5f;
        labels[step] = random.nextInt(classes);
      }
      examples.add(SparseExample.of(inputSize, inputs, labels));
    }
    return examples;
  }

  /** Sequences 0, 1, 2 ... from a random start, as one-hot inputs: the label is the next number. */
  public static List<SparseExample> counting(long seed, int classes, int... lengths) {
    Random random = new Random(seed);
    List<SparseExample> examples = new ArrayList<>();
    for (int length : lengths) {
      int start = random.nextInt(classes);
      float[] inputs = new float[length * classes];
      int[] labels = new int[length];
      for (int step = 0; step < length; step++) {
        inputs[step * classes + (start + step) % classes] = 1;
        labels[step] = (start + step + 1) % classes;
      }
      examples.add(SparseExample.of(classes, inputs, labels));
    }
    return examples;
  }
}
