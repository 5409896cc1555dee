package io.cantus.training.network;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Makes minibatches of DL4J out of examples. */
public final class EventBatch {
  static {
    OpenBlasKernel.choose();
  }

  private EventBatch() {}

  /**
   * The minibatch of these examples, padded with zeros to the longest: features [examples, input
   * size, steps], class numbers [examples, 1, steps] and masks [examples, steps].
   */
  public static DataSet of(List<SparseExample> examples) {
    int size = examples.get(0).inputSize();
    int count = examples.size();
    int steps = examples.stream().mapToInt(SparseExample::steps).max().orElseThrow();
    float[] features = new float[Math.multiplyExact(Math.multiplyExact(steps, count), size)];
    float[] labels = new float[count * steps];
    float[] mask = new float[count * steps];
    for (int number = 0; number < count; number++) {
      SparseExample example = examples.get(number);
      if (example.inputSize() != size) {
        throw new IllegalArgumentException(
            "inputs of %d and of %d numbers in one batch".formatted(size, example.inputSize()));
      }
      for (int step = 0; step < example.steps(); step++) {
        example.expand(step, features, (step * count + number) * size);
        labels[number * steps + step] = example.labels()[step];
        mask[number * steps + step] = 1;
      }
    }
    // The step is outermost in memory, which is the order in which the network works.
    INDArray stepsOutermost = Nd4j.createFromArray(features).reshape('c', steps, count, size);
    INDArray masks = Nd4j.createFromArray(mask).reshape('c', count, steps);
    return new DataSet(
        stepsOutermost.permute(1, 2, 0),
        Nd4j.createFromArray(labels).reshape('c', count, 1, steps),
        masks,
        masks);
  }
}
