package io.cantus.generation.export;

import io.cantus.generation.checkpoint.TensorFlowCheckpoint;
import io.cantus.generation.checkpoint.V2Checkpoint;
import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training run as Magenta leaves it: a V2 checkpoint and the file that names it as the latest.
 * Magenta generates with it and evaluates it; its training goes on with it, for which there are the
 * variables of an Adam optimizer that has not made a step.
 */
public final class TensorFlowExport {
  /** What TensorFlow's AdamOptimizer starts with: its beta1 and beta2. */
  private static final float BETA_1 = 0.9f;

  private static final float BETA_2 = 0.999f;

  private TensorFlowExport() {}

  /**
   * The files of the run's folder.
   *
   * @param globalStep training steps behind the weights
   * @param source what to call the model in messages
   * @throws BadInputException if no Magenta since May 2017 has such a network
   */
  public static List<ExportedFile> of(ModelWeights weights, long globalStep, String source) {
    if (NetworkShape.of(weights).attention() == AttentionPlace.WHOLE_STACK) {
      throw new BadInputException(
          source
              + ": the model has attention around all of its layers, as Magenta had before May"
              + " 2017; no newer one can restore it");
    }
    String prefix = "model.ckpt-" + globalStep;
    V2Checkpoint.Files files =
        V2Checkpoint.write(
            new TensorFlowCheckpoint(prefix, withOptimizer(weights), OptionalLong.of(globalStep)));
    String state =
        """
        model_checkpoint_path: "%s"
        all_model_checkpoint_paths: "%s"
        """
            .formatted(prefix, prefix);
    return List.of(
        new ExportedFile("train/" + prefix + ".data-00000-of-00001", files.data()),
        new ExportedFile("train/" + prefix + ".index", files.index()),
        new ExportedFile("train/checkpoint", state.getBytes(StandardCharsets.UTF_8)));
  }

  private static SortedMap<String, Tensor> withOptimizer(ModelWeights weights) {
    SortedMap<String, Tensor> tensors = new TreeMap<>(weights.tensors());
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              Tensor zeros = new Tensor(tensor.shape(), new float[tensor.values().length]);
              tensors.put(name + "/Adam", zeros);
              tensors.put(name + "/Adam_1", zeros);
            });
    tensors.put("beta1_power", new Tensor(new int[0], new float[] {BETA_1}));
    tensors.put("beta2_power", new Tensor(new int[0], new float[] {BETA_2}));
    return tensors;
  }
}
