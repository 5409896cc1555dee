package io.cantus.training.network;

import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;

/** The formulas of the network, one sequence and one unit at a time, to compare with. */
final class ReferenceRnn {
  private final ModelWeights weights;
  private final NetworkShape shape;
  private final int attnLength;

  /**
   * @param attnLength without effect if the weights have no attention
   */
  ReferenceRnn(ModelWeights weights, int attnLength) {
    this.weights = weights;
    this.shape = NetworkShape.of(weights);
    this.attnLength = attnLength;
  }

  /** Probabilities of the classes at each step. */
  double[][] probabilities(SparseExample example) {
    double[][] sequence = new double[example.steps()][];
    for (int step = 0; step < example.steps(); step++) {
      float[] input = new float[example.inputSize()];
      example.expand(step, input, 0);
      sequence[step] = new double[input.length];
      for (int i = 0; i < input.length; i++) {
        sequence[step][i] = input[i];
      }
    }
    for (int layer = 0; layer < shape.layerSizes().size(); layer++) {
      layer(layer, sequence);
    }
    for (int step = 0; step < sequence.length; step++) {
      double[] logits =
          linear(
              tensor(ModelWeights.OUTPUT_WEIGHTS),
              tensor(ModelWeights.OUTPUT_BIASES),
              sequence[step]);
      sequence[step] = softmax(logits);
    }
    return sequence;
  }

  /** Overwrites the inputs of all steps with what a layer makes of them. */
  private void layer(int layer, double[][] sequence) {
    double[] c = new double[shape.layerSizes().get(layer)];
    double[] h = new double[c.length];
    double[] attended = new double[c.length];
    double[][] window = new double[attnLength][c.length];
    boolean attends = layer == 0 && shape.attention() == AttentionPlace.FIRST_LAYER;
    for (int step = 0; step < sequence.length; step++) {
      double[] x = sequence[step];
      if (shape.projects(layer)) {
        x = linear(shape.projection(layer), x);
      }
      double[] out;
      if (attends) {
        step(shape.lstm(0), linear(shape.attentionInput(), x, attended), c, h);
        attended =
            attended(
                tensor(shape.attentionMatrix()),
                tensor(shape.attentionVector()),
                linear(shape.attentionQuery(), c, h),
                window);
        out = linear(shape.attentionOutput(), h, attended);
        System.arraycopy(window, 1, window, 0, window.length - 1);
        window[window.length - 1] = out;
      } else {
        step(shape.lstm(layer), x, c, h);
        out = h;
      }
      sequence[step] = out.clone();
      if (shape.residualConnections()) {
        for (int u = 0; u < out.length; u++) {
          sequence[step][u] += x[u];
        }
      }
    }
  }

  private Tensor tensor(String name) {
    return weights.tensor(name).orElseThrow();
  }

  private double[] linear(String scope, double[]... parts) {
    return linear(tensor(scope + "kernel"), tensor(scope + "bias"), parts);
  }

  /** The parts side by side, times the kernel, plus the bias. */
  static double[] linear(Tensor kernel, Tensor bias, double[]... parts) {
    double[] sums = new double[bias.values().length];
    for (int column = 0; column < sums.length; column++) {
      sums[column] = bias.values()[column];
      int row = 0;
      for (double[] part : parts) {
        for (double x : part) {
          sums[column] += x * kernel.values()[row++ * sums.length + column];
        }
      }
    }
    return sums;
  }

  /** The mean of the window's rows, weighed by how well each answers the query. */
  static double[] attended(Tensor matrix, Tensor vector, double[] query, double[][] window) {
    int size = query.length;
    double[] scores = new double[window.length];
    for (int k = 0; k < window.length; k++) {
      for (int a = 0; a < size; a++) {
        double inner = query[a];
        for (int i = 0; i < size; i++) {
          inner += window[k][i] * matrix.values()[i * size + a];
        }
        scores[k] += vector.values()[a] * Math.tanh(inner);
      }
    }
    double[] shares = softmax(scores);
    double[] mean = new double[size];
    for (int k = 0; k < window.length; k++) {
      for (int a = 0; a < size; a++) {
        mean[a] += shares[k] * window[k][a];
      }
    }
    return mean;
  }

  private static double[] softmax(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    double[] shares = new double[scores.length];
    for (int k = 0; k < scores.length; k++) {
      shares[k] = Math.exp(scores[k]) / sum;
    }
    return shares;
  }

  private void step(String lstm, double[] x, double[] c, double[] h) {
    step(tensor(lstm + "kernel"), tensor(lstm + "bias"), x, c, h);
  }

  /** One step of an LSTM; c and h are changed to the new state. */
  static void step(Tensor kernel, Tensor bias, double[] x, double[] c, double[] h) {
    int units = c.length;
    double[] z = linear(kernel, bias, x, h);
    for (int u = 0; u < units; u++) {
      double i = sigmoid(z[u]);
      double j = Math.tanh(z[units + u]);
      double f = sigmoid(z[2 * units + u] + 1);
      double o = sigmoid(z[3 * units + u]);
      c[u] = c[u] * f + i * j;
      h[u] = Math.tanh(c[u]) * o;
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
