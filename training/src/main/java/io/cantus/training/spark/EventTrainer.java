package io.cantus.training.spark;

import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.network.SparseExample;
import io.cantus.transforms.BadInputException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * Trains event networks on a set of examples by parameter averaging. Runs with the same seed,
 * examples in the same order and as many workers give the same weights to the bit.
 */
public final class EventTrainer implements AutoCloseable {
  private final JavaSparkContext context;
  private final IndexedExamples examples;

  /**
   * Counts the examples and keeps them.
   *
   * @throws BadInputException if there are none
   */
  public EventTrainer(JavaSparkContext context, JavaRDD<SparseExample> records) {
    this.context = context;
    this.examples = new IndexedExamples(records);
    if (examples.count() == 0) {
      examples.close();
      throw new BadInputException("no training examples: the data set is empty");
    }
  }

  /** Examples of the data set. */
  public long examples() {
    return examples.count();
  }

  /**
   * What a run did.
   *
   * @param step minibatches that the run has trained in its whole life, by all workers
   * @param examples examples trained since this start, counted by the workers
   * @param epochs epochs that ended since this start
   */
  public record Summary(long step, long examples, long epochs) {}

  /**
   * Trains {@code network} in place.
   *
   * @param startStep minibatches that the network has been trained with before; the run goes on
   *     within that epoch
   * @param listener told of every averaging round
   * @throws TrainingDivergedException if a loss is not finite
   */
  public Summary train(
      EventRnnNetwork network, TrainingPlan plan, long startStep, RoundListener listener) {
    NativeThreads.useOne();
    AveragingTrainingMaster master = new AveragingTrainingMaster(plan, startStep, listener);
    SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network.network(), master);
    long batchesPerEpoch = (examples.count() + plan.batchSize() - 1) / plan.batchSize();
    long endStep = plan.steps() == 0 ? Long.MAX_VALUE : startStep + plan.steps();
    long epochs = 0;
    while (master.batches() < endStep) {
      long number = master.batches() / batchesPerEpoch;
      long first = master.batches() % batchesPerEpoch;
      long end = Math.min(batchesPerEpoch, first + endStep - master.batches());
      long before = master.examples();
      spark.fit(examples.batches(new Epoch(plan, examples.count(), number, first, end)));
      requireAll(plan, first, end, master.examples() - before);
      epochs += end == batchesPerEpoch ? 1 : 0;
    }
    return new Summary(master.batches(), master.examples(), epochs);
  }

  private void requireAll(TrainingPlan plan, long first, long end, long trained) {
    long expected = Math.min(examples.count(), end * plan.batchSize()) - first * plan.batchSize();
    if (trained != expected) {
      throw new IllegalStateException(
          "%d examples were trained where %d should have been".formatted(trained, expected));
    }
  }

  @Override
  public void close() {
    examples.close();
  }
}
