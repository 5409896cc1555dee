package io.cantus.training.spark;

import io.cantus.training.network.EventBatch;
import io.cantus.training.network.SparseExample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

/**
 * Examples numbered in the order of their records, kept in memory and on disk until closed. The
 * numbers, and all that follows from them, do not depend on how the records are partitioned.
 */
final class IndexedExamples implements AutoCloseable {
  /** Partitions that are put together at most. */
  private static final int MOST_TOGETHER = 32;

  private final JavaPairRDD<Long, SparseExample> examples;
  private final long count;

  IndexedExamples(JavaRDD<SparseExample> records) {
    // Numbered before they are put together, which may change their order.
    JavaPairRDD<Long, SparseExample> numbered = records.zipWithIndex().mapToPair(Tuple2::swap);
    examples = numbered.coalesce(partitions(numbered)).persist(StorageLevel.MEMORY_AND_DISK());
    count = examples.count();
  }

  /**
   * Every epoch starts a task for each partition, and files are read in pieces of a megabyte: so
   * many tasks would take longer than a small data set's epoch.
   */
  private static int partitions(JavaPairRDD<Long, SparseExample> numbered) {
    return Math.max(
        numbered.context().defaultParallelism(), numbered.getNumPartitions() / MOST_TOGETHER);
  }

  long count() {
    return count;
  }

  /** Steps of the longest example; there must be one. */
  int longest() {
    return examples.values().map(SparseExample::steps).reduce(Math::max);
  }

  /** The minibatches of an epoch, each in the partition of its worker and round. */
  JavaRDD<DataSet> batches(Epoch epoch) {
    return inLine(epoch, epoch.partitioner()).mapPartitions(line -> new Batches(epoch, line));
  }

  private JavaPairRDD<Long, SparseExample> inLine(Epoch epoch, Partitioner partitioner) {
    return examples
        .mapToPair(example -> new Tuple2<>(epoch.position(example._1()), example._2()))
        .filter(example -> epoch.trains(example._1()))
        .repartitionAndSortWithinPartitions(partitioner);
  }

  @Override
  public void close() {
    examples.unpersist();
  }

  /** Makes minibatches of examples that stand in line, one minibatch at a time. */
  private static final class Batches implements Iterator<DataSet> {
    private final Epoch epoch;
    private final Iterator<Tuple2<Long, SparseExample>> line;
    private Tuple2<Long, SparseExample> next;

    Batches(Epoch epoch, Iterator<Tuple2<Long, SparseExample>> line) {
      this.epoch = epoch;
      this.line = line;
      advance();
    }

    private void advance() {
      next = line.hasNext() ? line.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public DataSet next() {
      long batch = epoch.batch(next._1());
      List<SparseExample> examples = new ArrayList<>();
      while (next != null && epoch.batch(next._1()) == batch) {
        examples.add(next._2());
        advance();
      }
      return EventBatch.of(examples);
    }
  }
}
