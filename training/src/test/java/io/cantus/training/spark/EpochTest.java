package io.cantus.training.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochTest {

  @ParameterizedTest(name = "{0} examples, batch {1}, {2} workers, {3} batches a round")
  @CsvSource({"1,4,1,1", "1,4,3,2", "17,4,2,1", "16,4,2,2", "37,3,4,3", "60,5,2,5", "15,1,2,4"})
  void everyExampleIsTrainedOnceInABatchOfItsOwnWorker(
      int examples, int batchSize, int workers, int batchesPerRound) {
    TrainingPlan plan = new TrainingPlan(batchSize, workers, batchesPerRound, 5, 0, 0);
    int batches = (examples + batchSize - 1) / batchSize;
    Epoch epoch = new Epoch(plan, examples, 3, 0, batches);
    Partitioner partitioner = epoch.partitioner();

    Map<Long, Integer> sizes = new TreeMap<>();
    Map<Long, Integer> partitions = new TreeMap<>();
    for (long index = 0; index < examples; index++) {
      long position = epoch.position(index);
      assertThat(epoch.trains(position)).isTrue();
      sizes.merge(epoch.batch(position), 1, Integer::sum);
      Integer before = partitions.put(epoch.batch(position), partitioner.getPartition(position));
      assertThat(before).isIn(null, partitions.get(epoch.batch(position)));
    }

    assertThat(sizes).hasSize(batches);
    assertThat(sizes.values().stream().filter(size -> size != batchSize)).hasSizeLessThan(2);
    int round = workers * batchesPerRound;
    assertThat(partitioner.numPartitions()).isEqualTo((batches + round - 1) / round * workers);
    partitions.forEach(
        (batch, partition) ->
            assertThat(partition)
                .as("partition of batch %d", batch)
                .isEqualTo(batch.intValue() / round * workers + batch.intValue() % workers));
  }

  @Test
  void aPartOfAnEpochTrainsOnlyItsBatches() {
    TrainingPlan plan = new TrainingPlan(4, 2, 2, 5, 0, 0);
    Epoch epoch = new Epoch(plan, 40, 0, 3, 7);

    int trained = 0;
    for (long index = 0; index < 40; index++) {
      long batch = epoch.batch(epoch.position(index));
      assertThat(epoch.trains(epoch.position(index))).isEqualTo(batch >= 3 && batch < 7);
      trained += epoch.trains(epoch.position(index)) ? 1 : 0;
    }
    assertThat(trained).isEqualTo(16);
    assertThat(epoch.rounds()).isEqualTo(1);
  }

  @Test
  void epochsDifferInTheirOrder() {
    TrainingPlan plan = new TrainingPlan(4, 2, 2, 5, 0, 0);
    Epoch first = new Epoch(plan, 1000, 0, 0, 250);
    Epoch second = new Epoch(plan, 1000, 1, 0, 250);

    int same = 0;
    for (long index = 0; index < 1000; index++) {
      same += first.position(index) == second.position(index) ? 1 : 0;
    }
    assertThat(same).isLessThan(10);
  }
}
