package io.cantus.training.spark;

import io.cantus.training.TrainingPosition;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.NativeThreads;
import io.cantus.training.network.SparseExample;
import io.cantus.transforms.BadInputException;
import java.util.UUID;
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
  private final int longest;
  private final UUID run = UUID.randomUUID();

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
    longest = examples.longest();
  }

  /** Examples of the data set. */
  public long examples() {
    return examples.count();
  }

  /** Minibatches of an epoch, the last of which may be smaller. */
  public long batchesPerEpoch(int batchSize) {
    return (examples.count() + batchSize - 1) / batchSize;
  }

  /**
   * Trains {@code network} in place.
   *
   * @param start what the network has been trained with before; the run goes on within that epoch
   * @param listener told of every averaging round
   * @return how far the run has come in its whole life
   * @throws TrainingDivergedException if a loss or weight is not finite
   * @throws BadInputException if the first round changes no weight, or if there is not memory
   *     enough for the longest example
   */
  public TrainingPosition train(
      EventRnnNetwork network, TrainingPlan plan, TrainingPosition start, RoundListener listener) {
    NativeThreads.useOne();
    if (context.sc().isLocal()) {
      network.requireMemory(longest);
    }
    AveragingTrainingMaster master = new AveragingTrainingMaster(run, plan, start, listener);
    SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network.network(), master);
    long batchesPerEpoch = batchesPerEpoch(plan.batchSize());
    long endStep = plan.steps() == 0 ? Long.MAX_VALUE : start.step() + plan.steps();
    while (master.position().step() < endStep && !master.stopped()) {
      master.enterEpoch(batchesPerEpoch);
      TrainingPosition before = master.position();
      long end = Math.min(batchesPerEpoch, before.batch() + endStep - before.step());
      // DL4J counts calls of fit, of which a run that goes on makes more.
      network.network().getLayerWiseConfigurations().setEpochCount(epochCount(before));
      spark.fit(
          examples.batches(new Epoch(plan, examples.count(), before.epoch(), before.batch(), end)));
      network.network().getLayerWiseConfigurations().setEpochCount(epochCount(before));
      if (!master.stopped() && master.position().batch() != end) {
        throw new IllegalStateException(
            "%d of %d batches were trained".formatted(master.position().batch(), end));
      }
      requireAll(plan, before, master.position());
    }
    return master.position();
  }

  private static int epochCount(TrainingPosition position) {
    return Math.toIntExact(position.epoch());
  }

  private void requireAll(TrainingPlan plan, TrainingPosition before, TrainingPosition after) {
    long expected =
        Math.min(examples.count(), after.batch() * plan.batchSize())
            - before.batch() * plan.batchSize();
    long trained = after.examples() - before.examples();
    if (trained != expected) {
      throw new IllegalStateException(
          "%d examples were trained where %d should have been".formatted(trained, expected));
    }
  }

  @Override
  public void close() {
    Replicas.release(run);
    examples.close();
  }
}
