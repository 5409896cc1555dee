package io.cantus.training.network;

import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;

/** The formulas of the network, one sequence and one unit at a time, to compare with. */
final class ReferenceRnn {
  private final ModelWeights weights;
  private final NetworkShape shape;

  ReferenceRnn(ModelWeights weights) {
    this.weights = weights;
    this.shape = NetworkShape.of(weights);
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
      Tensor kernel = weights.tensor(ModelWeights.lstmKernel(layer)).orElseThrow();
      Tensor bias = weights.tensor(ModelWeights.lstmBias(layer)).orElseThrow();
      double[] c = new double[shape.layerSizes().get(layer)];
      double[] h = new double[c.length];
      for (int step = 0; step < sequence.length; step++) {
        step(kernel, bias, sequence[step], c, h);
        sequence[step] = h.clone();
      }
    }
    Tensor matrix = weights.tensor(ModelWeights.OUTPUT_WEIGHTS).orElseThrow();
    Tensor biases = weights.tensor(ModelWeights.OUTPUT_BIASES).orElseThrow();
    for (int step = 0; step < sequence.length; step++) {
      double[] top = sequence[step];
      double[] logits = new double[shape.numClasses()];
      double sum = 0;
      for (int k = 0; k < logits.length; k++) {
        logits[k] = biases.values()[k];
        for (int u = 0; u < top.length; u++) {
          logits[k] += top[u] * matrix.values()[u * logits.length + k];
        }
        sum += Math.exp(logits[k]);
      }
      for (int k = 0; k < logits.length; k++) {
        logits[k] = Math.exp(logits[k]) / sum;
      }
      sequence[step] = logits;
    }
    return sequence;
  }

  /** One step of an LSTM; c and h are changed to the new state. */
  static void step(Tensor kernel, Tensor bias, double[] x, double[] c, double[] h) {
    int units = c.length;
    double[] z = new double[4 * units];
    for (int column = 0; column < z.length; column++) {
      z[column] = bias.values()[column];
      for (int i = 0; i < x.length; i++) {
        z[column] += x[i] * kernel.values()[i * z.length + column];
      }
      for (int i = 0; i < units; i++) {
        z[column] += h[i] * kernel.values()[(x.length + i) * z.length + column];
      }
    }
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
