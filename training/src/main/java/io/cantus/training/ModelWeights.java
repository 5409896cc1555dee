package io.cantus.training;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trained variables of one model in the order of their names. Names and layouts are those of
 * TensorFlow 1.2 and newer, whatever the weights came from: an LSTM kernel is [inputs + units, 4 *
 * units] with its columns in the gate order i, j, f, o, and the forget bias of 1 is not stored. No
 * optimizer state.
 */
public final class ModelWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Name of the output layer's matrix, [units of the top layer, classes]. */
  public static final String OUTPUT_WEIGHTS = "fully_connected/weights";

  /** Name of the output layer's bias, [classes]. */
  public static final String OUTPUT_BIASES = "fully_connected/biases";

  private final SortedMap<String, Tensor> tensors;

  private ModelWeights(SortedMap<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableSortedMap(tensors);
  }

  /** Weights that hold the given tensors, which are not copied. */
  public static ModelWeights of(Map<String, Tensor> tensors) {
    return new ModelWeights(new TreeMap<>(tensors));
  }

  /** Name of the matrix of LSTM layer {@code layer}, counted from 0 at the input. */
  public static String lstmKernel(int layer) {
    return lstm(layer) + "kernel";
  }

  /** Name of the bias of LSTM layer {@code layer}, counted from 0 at the input. */
  public static String lstmBias(int layer) {
    return lstm(layer) + "bias";
  }

  private static String lstm(int layer) {
    return "rnn/multi_rnn_cell/cell_" + layer + "/basic_lstm_cell/";
  }

  /** Every tensor by its name. */
  public SortedMap<String, Tensor> tensors() {
    return tensors;
  }

  /** The tensor of that name, if the model has it. */
  public Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Weights of all tensors together. */
  public long parameters() {
    return tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelWeights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "ModelWeights" + tensors;
  }
}
