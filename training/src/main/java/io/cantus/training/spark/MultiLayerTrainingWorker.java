package io.cantus.training.spark;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What DL4J's interface asks of a worker beyond multi-layer networks: nothing of it is here. */
abstract class MultiLayerTrainingWorker<R extends TrainingResult> implements TrainingWorker<R> {
  private static final long serialVersionUID = 1L;

  @Override
  public final ComputationGraph getInitialModelGraph() {
    throw unsupported("computation graphs");
  }

  @Override
  public final R processMinibatch(DataSet batch, ComputationGraph graph, boolean isLast) {
    throw unsupported("computation graphs");
  }

  @Override
  public final R processMinibatch(MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    throw unsupported("computation graphs");
  }

  @Override
  public final R getFinalResult(ComputationGraph graph) {
    throw unsupported("computation graphs");
  }

  @Override
  public final Pair<R, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, MultiLayerNetwork network, boolean isLast) {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final Pair<R, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, ComputationGraph graph, boolean isLast) {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final Pair<R, SparkTrainingStats> processMinibatchWithStats(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final Pair<R, SparkTrainingStats> getFinalResultNoDataWithStats() {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final Pair<R, SparkTrainingStats> getFinalResultWithStats(MultiLayerNetwork network) {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final Pair<R, SparkTrainingStats> getFinalResultWithStats(ComputationGraph graph) {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final void addHook(TrainingHook hook) {
    throw unsupported("hooks");
  }

  @Override
  public final void removeHook(TrainingHook hook) {
    throw unsupported("hooks");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("this worker has no " + what);
  }
}
