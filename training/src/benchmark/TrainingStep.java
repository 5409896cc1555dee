package io.cantus.training.network;

import io.cantus.training.HyperParameters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The side of Cantus of {@code training-step}: arguments and protocol as {@code training_step.py}
 * has them. The batch is made anew for every step, which the other side need not do.
 */
public final class TrainingStep {
  private static final int BATCH = 64;
  private static final int STEPS = 128;
  private static final int CLASSES = 40;

  private TrainingStep() {}

  public static void main(String[] args) throws IOException {
    NativeThreads.useOne();
    int inputs = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[3]);
    HyperParameters hyperParameters =
        HyperParameters.base()
            .with("rnn_layer_sizes=[%s],attn_length=%s,clip_norm=5".formatted(args[0], args[2]));
    List<SparseExample> examples = examples(inputs);
    EventRnnNetwork network = EventRnnNetwork.create(inputs, CLASSES, hyperParameters, 1);
    BufferedReader turns =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (long step = 0; turns.readLine() != null; ) {
      StringJoiner times = new StringJoiner(" ");
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        DataSet batch = EventBatch.of(examples);
        network.train(batch, step++, 0);
        times.add(String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e6));
      }
      System.out.println(times);
    }
  }

  private static List<SparseExample> examples(int inputSize) {
    Random random = new Random(1);
    List<SparseExample> examples = new ArrayList<>();
    for (int number = 0; number < BATCH; number++) {
      float[] inputs = new float[STEPS * inputSize];
      int[] labels = new int[STEPS];
      for (int step = 0; step < STEPS; step++) {
        for (int flag = 0; flag < 9; flag++) {
          inputs[step * inputSize + random.nextInt(inputSize)] = 1;
        }
        labels[step] = random.nextInt(CLASSES);
      }
      examples.add(SparseExample.of(inputSize, inputs, labels));
    }
    return examples;
  }
}
