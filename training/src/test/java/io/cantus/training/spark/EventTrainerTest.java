package io.cantus.training.spark;

import static io.cantus.training.TrainingPosition.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.training.TrainingPosition;
import io.cantus.training.network.EventBatch;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.Examples;
import io.cantus.training.network.SparseExample;
import io.cantus.training.spark.RoundListener.BatchMetrics;
import io.cantus.training.spark.RoundListener.Round;
import io.cantus.training.spark.RoundListener.Then;
import io.cantus.transforms.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class EventTrainerTest {
  private static final int CLASSES = 5;
  private static final HyperParameters SMALL =
      HyperParameters.base()
          .with("rnn_layer_sizes=[8,6],dropout_keep_prob=0.8,learning_rate=0.01,batch_size=4");

  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("EventTrainerTest")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  private static EventRnnNetwork network() {
    return EventRnnNetwork.create(CLASSES, CLASSES, SMALL, 1);
  }

  private static List<SparseExample> examples(int count) {
    return Examples.counting(
        1, CLASSES, IntStream.range(0, count).map(i -> 2 + i * 7 % 6).toArray());
  }

  private static TrainingPlan plan(int workers, int batchesPerRound, long steps) {
    return new TrainingPlan(4, workers, batchesPerRound, 7, 0, steps);
  }

  private static EventTrainer trainer(List<SparseExample> examples, int partitions) {
    return new EventTrainer(spark, spark.parallelize(examples, partitions));
  }

  @Test
  void everyExampleIsTrainedExactlyOnceAnEpoch() {
    // Sequences of their own length each: what was trained shows in the count of steps.
    int count = 15;
    List<SparseExample> examples =
        Examples.counting(1, CLASSES, IntStream.range(0, count).map(i -> 1 << i % 9).toArray());
    long steps = examples.stream().mapToLong(SparseExample::steps).sum();
    EventMetrics seen = new EventMetrics(CLASSES, 0);
    List<Round> rounds = new ArrayList<>();

    try (EventTrainer trainer = trainer(examples, 3)) {
      // 15 batches of one example: two full rounds of 2 x 3 and a third that is not full.
      TrainingPosition end =
          trainer.train(
              network(),
              new TrainingPlan(1, 2, 3, 7, 0, 15),
              START,
              round -> {
                rounds.add(round);
                round.batches().forEach(batch -> seen.merge(batch.metrics()));
                return Then.GO_ON;
              });

      assertThat(end).isEqualTo(new TrainingPosition(15, 15, 0, 15));
    }
    assertThat(seen.steps()).isEqualTo(steps);
    assertThat(rounds.stream().map(Round::examples)).containsExactly(6L, 6L, 3L);
    assertThat(rounds.stream().map(Round::step)).containsExactly(6L, 12L, 15L);
    assertThat(rounds.stream().flatMap(round -> round.batches().stream()).map(BatchMetrics::step))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 15).mapToObj(Long::valueOf).toList());
  }

  @Test
  void oneWorkerIsTheSameAsNoSparkToTheBit() {
    List<SparseExample> examples = examples(11);
    EventRnnNetwork alone = network();
    long step = 0;
    for (long number = 0; number < 2; number++) {
      Epoch epoch = new Epoch(plan(1, 2, 6), 11, number, 0, 3);
      SparseExample[] line = new SparseExample[11];
      for (int index = 0; index < 11; index++) {
        line[(int) epoch.position(index)] = examples.get(index);
      }
      for (int first = 0; first < 11; first += 4) {
        List<SparseExample> batch = Arrays.asList(line).subList(first, Math.min(11, first + 4));
        alone.train(EventBatch.of(batch), step++, 0);
      }
    }
    EventRnnNetwork onSpark = network();

    try (EventTrainer trainer = trainer(examples, 3)) {
      trainer.train(onSpark, plan(1, 2, 6), START, round -> Then.GO_ON);
    }

    assertThat(onSpark.weights()).isEqualTo(alone.weights());
    assertThat(onSpark.network().getUpdater().getStateViewArray())
        .isEqualTo(alone.network().getUpdater().getStateViewArray());
  }

  @Test
  void partitioningOfTheRecordsChangesNothingToTheBit() {
    List<ModelWeights> weights = new ArrayList<>();
    for (int partitions : new int[] {1, 3, 8}) {
      EventRnnNetwork network = network();
      try (EventTrainer trainer = trainer(examples(23), partitions)) {
        trainer.train(network, plan(2, 2, 15), START, round -> Then.GO_ON);
      }
      weights.add(network.weights());
    }

    assertThat(weights.get(0)).isNotEqualTo(network().weights());
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
    assertThat(weights.get(2)).isEqualTo(weights.get(0));
  }

  @Test
  void workersAreWeighedByTheExamplesTheyTrained() {
    // One round: worker 0 trains batches 0 and 2, of 4 and 1 examples, worker 1 batch 1.
    List<SparseExample> examples = examples(9);
    Epoch epoch = new Epoch(plan(2, 2, 3), 9, 0, 0, 3);
    SparseExample[] line = new SparseExample[9];
    for (int index = 0; index < 9; index++) {
      line[(int) epoch.position(index)] = examples.get(index);
    }
    List<SparseExample> inLine = Arrays.asList(line);
    EventRnnNetwork first = network();
    first.train(EventBatch.of(inLine.subList(0, 4)), 0, 0);
    first.train(EventBatch.of(inLine.subList(8, 9)), 2, 0);
    EventRnnNetwork second = network();
    second.train(EventBatch.of(inLine.subList(4, 8)), 1, 0);
    EventRnnNetwork averaged = network();

    try (EventTrainer trainer = trainer(examples, 2)) {
      trainer.train(averaged, plan(2, 2, 3), START, round -> Then.GO_ON);
    }

    assertMean(averaged.network().params(), first.network().params(), second.network().params());
    assertMean(
        averaged.network().getUpdater().getStateViewArray(),
        first.network().getUpdater().getStateViewArray(),
        second.network().getUpdater().getStateViewArray());
    assertThat(averaged.network().getIterationCount()).isEqualTo(2);
  }

  private static void assertMean(INDArray found, INDArray first, INDArray second) {
    for (long i = 0; i < found.length(); i++) {
      double mean = (5 * first.getDouble(i) + 4 * second.getDouble(i)) / 9;
      assertThat(found.getDouble(i)).as("number %d", i).isCloseTo(mean, within(1e-7));
    }
  }

  @Test
  void goingOnAfterAnyRoundIsTheSameAsNeverHavingStopped() {
    EventRnnNetwork through = network();
    Map<TrainingPosition, NetworkState> states = new LinkedHashMap<>();
    try (EventTrainer trainer = trainer(examples(23), 2)) {
      // Six batches an epoch: rounds of four and of two, and at the end one of two again.
      TrainingPosition end =
          trainer.train(
              through,
              plan(2, 2, 14),
              START,
              round -> {
                states.put(round.position(), NetworkState.of(round.network().network()));
                return Then.GO_ON;
              });
      assertThat(end).isEqualTo(new TrainingPosition(14, 23 + 23 + 8, 2, 2));
      assertThat(states.keySet())
          .containsExactly(
              new TrainingPosition(4, 16, 0, 4),
              new TrainingPosition(6, 23, 0, 6),
              new TrainingPosition(10, 39, 1, 4),
              new TrainingPosition(12, 46, 1, 6),
              end);
      states.remove(end);
      for (Map.Entry<TrainingPosition, NetworkState> stop : states.entrySet()) {
        TrainingPosition position = stop.getKey();
        EventRnnNetwork stopped = stop.getValue().instantiate();
        TrainingPosition again =
            trainer.train(stopped, plan(2, 2, 14 - position.step()), position, round -> Then.GO_ON);
        assertThat(again).isEqualTo(end);
        assertThat(NetworkState.of(stopped.network()))
            .as("after a stop at %s", position)
            .usingRecursiveComparison()
            .isEqualTo(NetworkState.of(through.network()));
      }
    }
  }

  @Test
  void lossFalls() {
    EventRnnNetwork network = network();
    List<Double> losses = new ArrayList<>();
    try (EventTrainer trainer = trainer(examples(40), 2)) {
      trainer.train(
          network,
          plan(2, 5, 200),
          START,
          round -> {
            round.batches().forEach(batch -> losses.add(batch.metrics().loss()));
            return Then.GO_ON;
          });
    }

    assertThat(losses).hasSize(200);
    assertThat(losses.get(0)).isCloseTo(Math.log(CLASSES), within(0.3));
    assertThat(losses.subList(190, 200).stream().mapToDouble(d -> d).average().orElseThrow())
        .isLessThan(0.7);
    try (EventEvaluator evaluator =
        new EventEvaluator(spark, spark.parallelize(examples(40), 3), 7, 0)) {
      assertThat(evaluator.evaluate(network).accuracy()).isGreaterThan(0.95);
    }
  }

  @Test
  void evaluationCountsEveryExampleOnce() {
    List<SparseExample> examples = examples(23);
    EventRnnNetwork network = network();
    EventMetrics expected = network.evaluate(EventBatch.of(examples), 0);

    List<Double> losses = new ArrayList<>();
    for (int partitions : new int[] {1, 4, 30}) {
      try (EventEvaluator evaluator =
          new EventEvaluator(spark, spark.parallelize(examples, partitions), 5, 0)) {
        EventMetrics found = evaluator.evaluate(network);
        assertThat(evaluator.examples()).isEqualTo(23);
        assertThat(found.steps()).isEqualTo(expected.steps());
        assertThat(found.accuracy()).isEqualTo(expected.accuracy());
        assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-6));
        assertThat(evaluator.evaluate(network).loss()).isEqualTo(found.loss());
        losses.add(found.loss());
      }
    }
    assertThat(losses).containsOnly(losses.get(0));
  }

  @Test
  void anEvaluationOfNothingHasNoSteps() {
    try (EventEvaluator evaluator = new EventEvaluator(spark, spark.emptyRDD(), 5, 0)) {
      assertThat(evaluator.examples()).isZero();
      assertThat(evaluator.evaluate(network()).steps()).isZero();
    }
  }

  @Test
  void aDataSetWithoutExamplesIsRefusedAtOnce() {
    assertThatThrownBy(() -> trainer(List.of(), 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no training examples: the data set is empty");
  }

  private static void set(EventRnnNetwork network, String name, int index, float value) {
    Map<String, Tensor> tensors = new TreeMap<>(network.weights().tensors());
    Tensor old = tensors.get(name);
    float[] values = old.values().clone();
    values[index] = value;
    tensors.put(name, new Tensor(old.shape(), values));
    network.setWeights(ModelWeights.of(tensors));
  }

  @Test
  void aLossThatIsNotANumberEndsTheRunAndNamesTheMinibatch() {
    EventRnnNetwork network = network();
    try (EventTrainer trainer = trainer(examples(23), 2)) {
      TrainingPosition position = trainer.train(network, plan(2, 1, 2), START, round -> Then.GO_ON);
      set(network, ModelWeights.OUTPUT_BIASES, 0, Float.NaN);
      ModelWeights before = network.weights();

      assertThatThrownBy(() -> trainer.train(network, plan(2, 2, 4), position, round -> Then.GO_ON))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessage("the loss of minibatch 3 is NaN");
      assertThat(network.weights()).as("as before the round").isEqualTo(before);
    }
  }

  @Test
  void weightsThatAreLostInTheLastStepAreNoticedThoughNoLossShowsIt() {
    EventMetrics metrics = new EventMetrics(CLASSES, 0);
    metrics.add(1, 1, 0.5);
    List<BatchMetrics> batches = List.of(new BatchMetrics(7, metrics, new TreeMap<>(), 0.1));
    RoundTimes.Worker times = new RoundTimes.Worker(0, 0, 0);
    float[] sound = {1, 2};
    assertThat(
            new WorkerResult(4, batches, new NetworkState("", 1, sound, sound), times).divergence())
        .isEmpty();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] lost = {1, bad};
      for (NetworkState state :
          List.of(new NetworkState("", 1, lost, sound), new NetworkState("", 1, sound, lost))) {
        assertThat(new WorkerResult(4, batches, state, times).divergence())
            .hasValueSatisfying(
                divergence ->
                    assertThat(divergence).hasMessage("weights are not finite after minibatch 7"));
      }
    }
  }

  @Test
  void aRunThatChangesNoWeightIsEndedAfterItsFirstRound() {
    EventRnnNetwork network = network();
    network.network().setLearningRate(1e-30);
    try (EventTrainer trainer = trainer(examples(23), 2)) {
      assertThatThrownBy(() -> trainer.train(network, plan(2, 2, 40), START, round -> Then.GO_ON))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(
              "no weight has changed in the first 4 minibatches: the steps are too small")
          .hasMessageEndingWith("give a larger learning_rate");
    }
  }

  @Test
  void theListenerMayEndTheRunAfterAnyRound() {
    try (EventTrainer trainer = trainer(examples(23), 2)) {
      TrainingPosition end =
          trainer.train(
              network(), plan(2, 2, 0), START, round -> round.step() >= 8 ? Then.STOP : Then.GO_ON);
      // Six batches an epoch, four a round.
      assertThat(end).isEqualTo(new TrainingPosition(10, 39, 1, 4));
    }
  }

  @Test
  void aRoundTellsGradientsBeforeTheyAreClippedAndWhereItsTimeWent() {
    EventRnnNetwork clipped =
        EventRnnNetwork.create(CLASSES, CLASSES, SMALL.with("clip_norm=1"), 1);
    // So wrong that the gradient is steep.
    set(clipped, ModelWeights.OUTPUT_WEIGHTS, 0, 1000);
    List<Round> rounds = new ArrayList<>();
    try (EventTrainer trainer = trainer(examples(23), 2)) {
      trainer.train(
          clipped,
          plan(2, 2, 4),
          START,
          round -> {
            rounds.add(round);
            return Then.GO_ON;
          });
    }

    assertThat(rounds).hasSize(1);
    BatchMetrics first = rounds.get(0).batches().get(0);
    assertThat(first.gradientNorms()).hasSize(6).containsKeys("cell0/kernel", "cell1/bias");
    assertThat(first.gradientNorms().values()).anyMatch(norm -> norm > 1.01);
    assertThat(first.gradientNorm())
        .isGreaterThan(first.gradientNorms().values().stream().max(Double::compare).orElseThrow());
    RoundTimes times = rounds.get(0).times();
    assertThat(times.training()).isPositive();
    assertThat(
            times.training()
                + times.reading()
                + times.setUp()
                + times.waiting()
                + times.spark()
                + times.averaging())
        .isCloseTo(times.total(), within(1e-9));
    assertThat(List.of(times.reading(), times.setUp(), times.waiting(), times.averaging()))
        .allMatch(seconds -> seconds >= 0);
  }
}
