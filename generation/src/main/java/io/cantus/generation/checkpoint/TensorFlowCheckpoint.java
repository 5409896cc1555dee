package io.cantus.generation.checkpoint;

import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was read from a TensorFlow checkpoint.
 *
 * @param source what the checkpoint is called in messages, usually its path
 * @param tensors the float32 variables by the names they have in the checkpoint, those of the
 *     optimizer included; variables of other types are left out
 * @param globalStep the step of the training that saved it, if the checkpoint tells
 */
public record TensorFlowCheckpoint(
    String source, SortedMap<String, Tensor> tensors, OptionalLong globalStep) {
  static final String GLOBAL_STEP = "global_step";

  public TensorFlowCheckpoint {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /**
   * The model's own variables, without the optimizer's, by the names that TensorFlow 1.2 and newer
   * give them, whichever version wrote the checkpoint.
   *
   * @throws BadInputException if two variables come to one name
   */
  public ModelWeights weights() {
    Map<String, Tensor> weights = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (!VariableNames.isOptimizers(name)
              && weights.put(VariableNames.current(name), tensor) != null) {
            throw new BadInputException(
                "%s: the checkpoint holds %s under two names"
                    .formatted(source, VariableNames.current(name)));
          }
        });
    return ModelWeights.of(weights);
  }
}
