package io.cantus.training.spark;

import java.util.Collection;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What DL4J's interface asks of a training master beyond training a multi-layer network on an RDD
 * of minibatches: nothing of it is here. It writes no files and collects no statistics.
 */
abstract class MultiLayerTrainingMaster<R extends TrainingResult, W extends TrainingWorker<R>>
    implements TrainingMaster<R, W> {

  @Override
  public final W getWorkerInstance(SparkComputationGraph graph) {
    throw unsupported("computation graphs");
  }

  @Override
  public final void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw unsupported("computation graphs");
  }

  @Override
  public final void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw unsupported("computation graphs");
  }

  @Override
  public final void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    throw unsupported("files of minibatches");
  }

  @Override
  public final void addHook(TrainingHook hook) {
    throw unsupported("hooks");
  }

  @Override
  public final void removeHook(TrainingHook hook) {
    throw unsupported("hooks");
  }

  @Override
  public final void setListeners(Collection<TrainingListener> listeners) {
    throw unsupported("listeners of DL4J");
  }

  @Override
  public final void setListeners(
      StatsStorageRouter router, Collection<TrainingListener> listeners) {
    throw unsupported("listeners of DL4J");
  }

  @Override
  public final String toJson() {
    throw unsupported("JSON");
  }

  @Override
  public final String toYaml() {
    throw unsupported("YAML");
  }

  @Override
  public final void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw unsupported("statistics of DL4J");
    }
  }

  @Override
  public final boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public final SparkTrainingStats getTrainingStats() {
    throw unsupported("statistics of DL4J");
  }

  @Override
  public final boolean deleteTempFiles(JavaSparkContext context) {
    return true;
  }

  @Override
  public final boolean deleteTempFiles(SparkContext context) {
    return true;
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("this training master has no " + what);
  }
}
