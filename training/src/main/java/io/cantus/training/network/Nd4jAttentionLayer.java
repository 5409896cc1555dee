package io.cantus.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What {@link AttentionLayer} does, made of ND4J's operations. Not thread-safe. */
final class Nd4jAttentionLayer implements Nd4jLayer {
  private static final String INPUT = EventRnnParameters.ATTENTION_INPUT;
  private static final String QUERY = EventRnnParameters.ATTENTION_QUERY;
  private static final String OUTPUT = EventRnnParameters.ATTENTION_OUTPUT;
  private static final String GATES = EventRnnParameters.kernel(0);
  private static final String KEY = EventRnnParameters.ATTENTION_MATRIX;

  private final int inputs;
  private final int units;
  private final int length;
  private final Nd4jCell cell;
  private final List<Step> steps = new ArrayList<>();
  private INDArray input;

  /**
   * What a step left behind.
   *
   * @param attendedBefore what attention gave at the step before, [rows, units]
   * @param mixed what the cell took, [rows, inputs]
   * @param weights in the mean over the window, [rows, length]
   */
  private record Step(
      INDArray attendedBefore,
      INDArray mixed,
      INDArray hiddenBefore,
      INDArray cells,
      INDArray hidden,
      INDArray query,
      INDArray weights,
      INDArray attended,
      INDArray output,
      INDArray key) {}

  Nd4jAttentionLayer(int inputs, int units, int attnLength) {
    this.inputs = inputs;
    this.units = units;
    length = attnLength;
    cell = new Nd4jCell(units);
  }

  @Override
  public INDArray forward(PackedSteps packed, INDArray newInput, Map<String, INDArray> parameters) {
    input = newInput;
    cell.start();
    steps.clear();
    INDArray mix =
        Blocks.product(input, part(parameters, INPUT + "/kernel", 0, inputs))
            .addiRowVector(parameters.get(INPUT + "/bias"));
    for (int number = 0; number < packed.steps(); number++) {
      int rows = packed.rows(number);
      INDArray zeros = Blocks.zeros(input, rows, units);
      INDArray attended = number == 0 ? zeros : prefix(steps.get(number - 1).attended(), rows);
      INDArray before = number == 0 ? zeros : prefix(steps.get(number - 1).hidden(), rows);
      INDArray mixed =
          Blocks.rows(mix, packed.firstRow(number), rows)
              .add(Blocks.product(attended, part(parameters, INPUT + "/kernel", inputs, units)))
              .dup('c');
      INDArray hidden =
          cell.forward(linear(parameters, GATES, EventRnnParameters.bias(0), mixed, before));
      INDArray query = linear(parameters, QUERY + "/kernel", QUERY + "/bias", cell.cells(), hidden);
      INDArray weights =
          softmax(scores(tanh(number, query), parameters.get(EventRnnParameters.ATTENTION_VECTOR)));
      INDArray mean =
          outputs(number, rows).mul(weights.reshape('c', rows, length, 1)).sum(1).dup('c');
      INDArray output = linear(parameters, OUTPUT + "/kernel", OUTPUT + "/bias", hidden, mean);
      INDArray key = Blocks.product(output, parameters.get(KEY));
      steps.add(
          new Step(
              attended, mixed, before, cell.cells(), hidden, query, weights, mean, output, key));
    }
    return Blocks.packed(steps.stream().map(Step::output).toList());
  }

  /** The two inputs side by side, times the kernel, plus the bias. */
  private static INDArray linear(
      Map<String, INDArray> parameters, String kernel, String bias, INDArray one, INDArray other) {
    int first = Math.toIntExact(one.size(1));
    int second = Math.toIntExact(other.size(1));
    return Blocks.product(one, part(parameters, kernel, 0, first))
        .addi(Blocks.product(other, part(parameters, kernel, first, second)))
        .addiRowVector(parameters.get(bias));
  }

  private static INDArray part(Map<String, INDArray> named, String name, int row, int rows) {
    return Blocks.rows(named.get(name), row, rows);
  }

  private static INDArray prefix(INDArray matrix, int rows) {
    return Blocks.rows(matrix, 0, rows);
  }

  /** The keys of the window of a step, the latest first, [rows, length, units]. */
  private INDArray keys(int number, int rows) {
    INDArray keys = Blocks.zeros(input, rows, length, units);
    for (int back = 1; back <= Math.min(number, length); back++) {
      Blocks.slice(keys, back - 1).assign(prefix(steps.get(number - back).key(), rows));
    }
    return keys;
  }

  /** The outputs of the window of a step, like {@link #keys}. */
  private INDArray outputs(int number, int rows) {
    INDArray outputs = Blocks.zeros(input, rows, length, units);
    for (int back = 1; back <= Math.min(number, length); back++) {
      Blocks.slice(outputs, back - 1).assign(prefix(steps.get(number - back).output(), rows));
    }
    return outputs;
  }

  /** tanh(key + query), [rows, length, units]. */
  private INDArray tanh(int number, INDArray query) {
    int rows = Math.toIntExact(query.size(0));
    return Transforms.tanh(keys(number, rows).add(query.reshape('c', rows, 1, units)), false)
        .dup('c');
  }

  private INDArray scores(INDArray tanh, INDArray vector) {
    long rows = tanh.size(0);
    return Blocks.product(tanh.reshape('c', rows * length, units), vector.reshape('c', units, 1))
        .reshape('c', rows, length);
  }

  private static INDArray softmax(INDArray scores) {
    INDArray exponentials = Transforms.exp(scores.subColumnVector(scores.max(1)), false);
    return exponentials.divColumnVector(exponentials.sum(1)).dup('c');
  }

  @Override
  public INDArray backward(
      PackedSteps packed,
      INDArray outputGradient,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    List<INDArray> keyGradients = new ArrayList<>();
    List<INDArray> outputGradients = new ArrayList<>();
    for (Step step : steps) {
      keyGradients.add(Blocks.zeros(input, step.key().shape()));
      int first = packed.firstRow(outputGradients.size());
      outputGradients.add(
          Blocks.rows(outputGradient, first, Math.toIntExact(step.key().size(0))).dup('c'));
    }
    List<INDArray> queryGradients = new ArrayList<>();
    List<INDArray> gateGradients = new ArrayList<>();
    List<INDArray> mixGradients = new ArrayList<>();
    INDArray vectorGradient = Blocks.zeros(input, 1, units);
    INDArray laterHidden = Blocks.zeros(input, packed.rows(packed.steps() - 1), units);
    INDArray laterAttended = laterHidden;
    for (int number = packed.steps() - 1; number >= 0; number--) {
      int rows = packed.rows(number);
      INDArray out = outputGradients.get(number);
      out.addi(times(keyGradients.get(number), parameters, KEY, 0, units));
      INDArray dHidden =
          Blocks.grown(laterHidden, rows)
              .addi(times(out, parameters, OUTPUT + "/kernel", 0, units));
      INDArray dMean =
          Blocks.grown(laterAttended, rows)
              .addi(times(out, parameters, OUTPUT + "/kernel", units, units));
      INDArray dQuery =
          windowGradients(number, dMean, parameters, keyGradients, outputGradients, vectorGradient);
      dHidden.addi(times(dQuery, parameters, QUERY + "/kernel", units, units));
      INDArray dCells = times(dQuery, parameters, QUERY + "/kernel", 0, units);
      INDArray dGates = cell.backward(dHidden, dCells);
      INDArray dMixed = times(dGates, parameters, GATES, 0, inputs);
      laterHidden = times(dGates, parameters, GATES, inputs, units);
      laterAttended = times(dMixed, parameters, INPUT + "/kernel", inputs, units);
      queryGradients.add(0, dQuery);
      gateGradients.add(0, dGates);
      mixGradients.add(0, dMixed);
    }
    INDArray dMix = Blocks.packed(mixGradients);
    part(gradients, INPUT + "/kernel", 0, inputs).assign(Blocks.product(input.transpose(), dMix));
    part(gradients, INPUT + "/kernel", inputs, units)
        .assign(Blocks.product(all(Step::attendedBefore).transpose(), dMix));
    gradients.get(INPUT + "/bias").assign(dMix.sum(0));
    setGradients(
        gradients,
        GATES,
        EventRnnParameters.bias(0),
        all(Step::mixed),
        all(Step::hiddenBefore),
        Blocks.packed(gateGradients));
    setGradients(
        gradients,
        QUERY + "/kernel",
        QUERY + "/bias",
        all(Step::cells),
        all(Step::hidden),
        Blocks.packed(queryGradients));
    setGradients(
        gradients,
        OUTPUT + "/kernel",
        OUTPUT + "/bias",
        all(Step::hidden),
        all(Step::attended),
        Blocks.packed(outputGradients));
    gradients
        .get(KEY)
        .assign(Blocks.product(all(Step::output).transpose(), Blocks.packed(keyGradients)));
    INDArray vector = gradients.get(EventRnnParameters.ATTENTION_VECTOR);
    vector.assign(vectorGradient.reshape('c', vector.shape()));
    return Blocks.product(dMix, part(parameters, INPUT + "/kernel", 0, inputs).transpose());
  }

  /** The gradient with respect to some of the inputs of a linear map. */
  private static INDArray times(
      INDArray gradient, Map<String, INDArray> parameters, String kernel, int row, int rows) {
    return Blocks.product(gradient, part(parameters, kernel, row, rows).transpose());
  }

  private static void setGradients(
      Map<String, INDArray> gradients,
      String kernel,
      String bias,
      INDArray one,
      INDArray other,
      INDArray gradient) {
    int first = Math.toIntExact(one.size(1));
    int second = Math.toIntExact(other.size(1));
    part(gradients, kernel, 0, first).assign(Blocks.product(one.transpose(), gradient));
    part(gradients, kernel, first, second).assign(Blocks.product(other.transpose(), gradient));
    gradients.get(bias).assign(gradient.sum(0));
  }

  private INDArray all(Function<Step, INDArray> which) {
    return Blocks.packed(steps.stream().map(which).toList());
  }

  /** Adds to the gradients of what a step's window held; returns that of its query. */
  private INDArray windowGradients(
      int number,
      INDArray meanGradient,
      Map<String, INDArray> parameters,
      List<INDArray> keyGradients,
      List<INDArray> outputGradients,
      INDArray vectorGradient) {
    Step step = steps.get(number);
    int rows = Math.toIntExact(meanGradient.size(0));
    INDArray weights = step.weights();
    INDArray dWeights = outputs(number, rows).mul(meanGradient.reshape('c', rows, 1, units)).sum(2);
    INDArray dScores = dWeights.subColumnVector(weights.mul(dWeights).sum(1)).mul(weights).dup('c');
    INDArray tanh = tanh(number, step.query());
    vectorGradient.addi(
        Blocks.product(
            dScores.reshape('c', 1, (long) rows * length),
            tanh.reshape('c', (long) rows * length, units)));
    INDArray vector = parameters.get(EventRnnParameters.ATTENTION_VECTOR);
    INDArray inner =
        Blocks.product(dScores.reshape('c', (long) rows * length, 1), vector.reshape('c', 1, units))
            .reshape('c', rows, length, units)
            .mul(tanh.mul(tanh).rsub(1))
            .dup('c');
    for (int back = 1; back <= Math.min(number, length); back++) {
      prefix(keyGradients.get(number - back), rows).addi(Blocks.slice(inner, back - 1));
      INDArray weight = Blocks.columns(weights, 0, rows, back - 1, 1).dup('c');
      prefix(outputGradients.get(number - back), rows).addi(meanGradient.mulColumnVector(weight));
    }
    return inner.sum(1).dup('c');
  }
}
