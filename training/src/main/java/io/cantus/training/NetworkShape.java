package io.cantus.training;

import io.cantus.transforms.BadInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sizes of an event network without attention or residual connections: a stack of LSTM layers
 * and a linear layer on top.
 *
 * @param inputSize numbers in the input of one step
 * @param layerSizes units of each LSTM layer, the one at the input first
 * @param numClasses classes that the network chooses from
 */
public record NetworkShape(int inputSize, List<Integer> layerSizes, int numClasses)
    implements Serializable {
  public NetworkShape {
    layerSizes = List.copyOf(layerSizes);
    if (inputSize < 1 || numClasses < 1 || layerSizes.isEmpty()) {
      throw new IllegalArgumentException(
          "no network: input %d, layers %s, classes %d"
              .formatted(inputSize, layerSizes, numClasses));
    }
  }

  /**
   * The shape of a network with these weights: a layer has a quarter as many units as its bias has
   * numbers.
   *
   * @throws BadInputException if a variable is missing, superfluous or has another shape than its
   *     neighbours ask for
   */
  public static NetworkShape of(ModelWeights weights) {
    List<Integer> layerSizes = new ArrayList<>();
    int inputSize = 0;
    for (int layer = 0; weights.tensor(ModelWeights.lstmBias(layer)).isPresent(); layer++) {
      int[] bias = shape(weights, ModelWeights.lstmBias(layer));
      int[] kernel = shape(weights, ModelWeights.lstmKernel(layer));
      if (bias.length != 1 || bias[0] < 4 || bias[0] % 4 != 0) {
        throw mismatch(ModelWeights.lstmBias(layer), bias, "[4 * units]");
      }
      int units = bias[0] / 4;
      if (layer == 0) {
        inputSize = kernel.length == 2 ? kernel[0] - units : 0;
        if (inputSize < 1) {
          throw mismatch(
              ModelWeights.lstmKernel(0),
              kernel,
              "[input size + %d, %d]".formatted(units, bias[0]));
        }
      }
      int inputs = layer == 0 ? inputSize : layerSizes.get(layer - 1);
      requireShape(ModelWeights.lstmKernel(layer), kernel, inputs + units, 4 * units);
      layerSizes.add(units);
    }
    if (layerSizes.isEmpty()) {
      throw missing(ModelWeights.lstmBias(0));
    }
    int[] biases = shape(weights, ModelWeights.OUTPUT_BIASES);
    if (biases.length != 1 || biases[0] < 1) {
      throw mismatch(ModelWeights.OUTPUT_BIASES, biases, "[classes]");
    }
    requireShape(
        ModelWeights.OUTPUT_WEIGHTS,
        shape(weights, ModelWeights.OUTPUT_WEIGHTS),
        layerSizes.get(layerSizes.size() - 1),
        biases[0]);
    NetworkShape found = new NetworkShape(inputSize, layerSizes, biases[0]);
    List<String> variables = found.variables();
    for (String name : weights.tensors().keySet()) {
      if (!variables.contains(name)) {
        throw new BadInputException(
            "the weights have a variable '%s', which a plain LSTM stack has not%s"
                .formatted(
                    name,
                    name.contains("attention") ? ": models with attention are not read" : ""));
      }
    }
    return found;
  }

  private List<String> variables() {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < layerSizes.size(); layer++) {
      names.add(ModelWeights.lstmKernel(layer));
      names.add(ModelWeights.lstmBias(layer));
    }
    names.add(ModelWeights.OUTPUT_WEIGHTS);
    names.add(ModelWeights.OUTPUT_BIASES);
    return names;
  }

  private static int[] shape(ModelWeights weights, String name) {
    return weights.tensor(name).orElseThrow(() -> missing(name)).shape();
  }

  private static void requireShape(String name, int[] shape, int rows, int columns) {
    if (!Arrays.equals(shape, new int[] {rows, columns})) {
      throw mismatch(name, shape, "[%d, %d]".formatted(rows, columns));
    }
  }

  private static BadInputException missing(String name) {
    return new BadInputException("the weights have no variable '%s'".formatted(name));
  }

  private static BadInputException mismatch(String name, int[] shape, String expected) {
    return new BadInputException(
        "variable '%s' has shape %s, expected %s"
            .formatted(name, Arrays.toString(shape), expected));
  }
}
