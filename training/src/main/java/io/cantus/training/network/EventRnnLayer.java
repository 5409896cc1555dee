package io.cantus.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The event network at work: see {@link EventRnn} for what goes in and out. Padding is left out
 * before anything is computed, which is an {@link RnnEngine}'s matter. Not thread-safe.
 */
final class EventRnnLayer extends BaseLayer<EventRnn> implements IOutputLayer {
  private RnnEngine engine;
  private final BatchMemory memory;
  private long memoryLimit = BatchMemory.availableToTask();
  private INDArray labels;
  private OptionalLong batchNumber = OptionalLong.empty();
  private StepResults results;

  EventRnnLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    engine = RnnEngine.of(layerConf().networkShape(), layerConf().attnLength(), dataType);
    memory = BatchMemory.of(layerConf().networkShape(), layerConf().attnLength());
  }

  /** Bytes that a batch may take at once; one that needs more is computed in parts. */
  void setMemoryLimit(long bytes) {
    memoryLimit = bytes;
  }

  BatchMemory memory() {
    return memory;
  }

  /** Has another engine compute. */
  void setEngine(RnnEngine newEngine) {
    engine.release();
    engine = newEngine;
  }

  /**
   * Says which batch of the run comes next, so that its dropout does not depend on how many batches
   * this copy of the network has seen. Without it, DL4J's iteration count stands in.
   */
  void setBatchNumber(long number) {
    batchNumber = OptionalLong.of(number);
  }

  /** Gives back the arrays that are kept from batch to batch. */
  void release() {
    engine.release();
  }

  /** What the last batch that was scored gave. */
  StepResults results() {
    return results;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr manager) {
    PackedSteps steps = steps();
    List<StepResults> parts = new ArrayList<>();
    for (PackedSteps part : parts(steps)) {
      INDArray gradientOfOthers = parts.isEmpty() ? null : gradientsFlattened.dup();
      int[] packedLabels = packedLabels(part);
      forward(part, Mode.TRAINING);
      parts.add(StepResults.of(engine, packedLabels));
      engine.backward(packedLabels, 1.0 / steps.totalRows(), paramTable(), gradientViews);
      if (gradientOfOthers != null) {
        gradientsFlattened.addi(gradientOfOthers);
      }
    }
    results = StepResults.joined(parts);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach((name, view) -> gradient.setGradientFor(name, view, 'c'));
    return new Pair<>(gradient, null);
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaceMgr) {
    // After backpropagation the loss of this input is known already.
    if (results == null) {
      Mode mode = training ? Mode.TRAINING : Mode.INFERENCE;
      results = StepResults.joined(parts(steps()).stream().map(part -> score(part, mode)).toList());
    }
    score = results.loss() + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaceMgr) {
    double[] sums = new double[Math.toIntExact(input.size(0))];
    Arrays.fill(sums, regularization);
    for (PackedSteps part : parts(steps())) {
      StepResults partResults = score(part, Mode.INFERENCE);
      for (int step = 0; step < part.steps(); step++) {
        for (int rank = 0; rank < part.rows(step); rank++) {
          sums[part.example(rank)] += partResults.crossEntropy()[part.firstRow(step) + rank];
        }
      }
    }
    return Nd4j.createFromArray(sums).castTo(dataType).reshape(sums.length, 1);
  }

  private List<PackedSteps> parts(PackedSteps steps) {
    memory.require(steps.steps());
    return steps.split(memory, memoryLimit);
  }

  private StepResults score(PackedSteps part, Mode mode) {
    forward(part, mode);
    return StepResults.of(engine, packedLabels(part));
  }

  /** Probabilities of the classes, [examples, classes, steps]; zeros where the mask is. */
  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    int classes = layerConf().numClasses();
    int length = Math.toIntExact(input.size(2));
    double[] probabilities = new double[Math.toIntExact(input.size(0)) * classes * length];
    for (PackedSteps part : parts(steps())) {
      forward(part, training ? Mode.TRAINING : Mode.INFERENCE);
      for (int step = 0; step < part.steps(); step++) {
        double[] logs = engine.logProbabilities(part.firstRow(step), part.rows(step));
        for (int n = 0; n < logs.length; n++) {
          int example = part.example(n / classes);
          probabilities[(example * classes + n % classes) * length + step] = Math.exp(logs[n]);
        }
      }
    }
    return Nd4j.createFromArray(probabilities)
        .castTo(dataType)
        .reshape(input.size(0), classes, length);
  }

  /** Whether dropout is on. */
  private enum Mode {
    TRAINING,
    INFERENCE
  }

  private Optional<OutputDropout> dropout(Mode mode, int layer) {
    if (mode == Mode.INFERENCE || layerConf().keepProbability() == 1) {
      return Optional.empty();
    }
    long number = batchNumber.orElse(getIterationCount());
    return Optional.of(
        OutputDropout.of(layerConf().keepProbability(), conf.getSeed(), number, layer));
  }

  private PackedSteps steps() {
    assertInputSet(false);
    if (input.rank() != 3 || input.size(1) != layerConf().inputSize()) {
      throw new IllegalArgumentException(
          "features must be [examples, %d, steps], not %s"
              .formatted(layerConf().inputSize(), Arrays.toString(input.shape())));
    }
    if (maskArray != null) {
      return PackedSteps.ofMask(maskArray);
    }
    int[] lengths = new int[Math.toIntExact(input.size(0))];
    Arrays.fill(lengths, Math.toIntExact(input.size(2)));
    return PackedSteps.ofLengths(lengths);
  }

  private void forward(PackedSteps steps, Mode mode) {
    engine.forward(steps, input.castTo(dataType), paramTable(), layer -> dropout(mode, layer));
  }

  private int[] packedLabels(PackedSteps steps) {
    if (labels == null) {
      throw new IllegalStateException("labels are not set");
    }
    if (labels.rank() != 3 || labels.size(1) != 1) {
      throw new IllegalArgumentException(
          "labels must be class numbers [examples, 1, steps], not "
              + Arrays.toString(labels.shape()));
    }
    double[][] numbers = labels.tensorAlongDimension(0, 0, 2).toDoubleMatrix();
    int[] packed = new int[steps.totalRows()];
    for (int step = 0; step < steps.steps(); step++) {
      for (int rank = 0; rank < steps.rows(step); rank++) {
        int label = (int) numbers[steps.example(rank)][step];
        if (label < 0 || label >= layerConf().numClasses()) {
          throw new IllegalArgumentException(
              "label %d of example %d at step %d: the network has %d classes"
                  .formatted(label, steps.example(rank), step, layerConf().numClasses()));
        }
        packed[steps.firstRow(step) + rank] = label;
      }
    }
    return packed;
  }

  @Override
  public void setInput(INDArray newInput, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(newInput, workspaceMgr);
    results = null;
  }

  @Override
  public boolean needsLabels() {
    return true;
  }

  @Override
  public void setLabels(INDArray newLabels) {
    labels = newLabels;
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  @Override
  @Deprecated // As in DL4J's interface, which still asks for it.
  public int numLabels() {
    return layerConf().numClasses();
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return true;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState currentMaskState, int minibatchSize) {
    setMaskArray(mask);
    return new Pair<>(mask, currentMaskState);
  }

  @Override
  public double f1Score(DataSet data) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public double f1Score(INDArray examples, INDArray exampleLabels) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public void fit(DataSetIterator data) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public void fit(INDArray examples, INDArray exampleLabels) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public void fit(DataSet data) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public void fit(INDArray examples, int[] exampleLabels) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public int[] predict(INDArray examples) {
    throw notAClassifierOfItsOwn();
  }

  @Override
  public List<String> predict(DataSet data) {
    throw notAClassifierOfItsOwn();
  }

  private static UnsupportedOperationException notAClassifierOfItsOwn() {
    return new UnsupportedOperationException("use the MultiLayerNetwork around this layer");
  }
}
