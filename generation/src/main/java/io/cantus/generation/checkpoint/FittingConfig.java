package io.cantus.generation.checkpoint;

import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells the config of a model that does not name it: each has its own number of inputs and classes.
 */
public final class FittingConfig {
  private FittingConfig() {}

  /**
   * The config that the network of the given weights fits.
   *
   * @param source what to call the weights in messages
   * @throws BadInputException if the weights are no network that Cantus knows, or one for no config
   */
  public static MelodyConfig of(ModelWeights weights, String source) {
    NetworkShape shape;
    try {
      shape = NetworkShape.of(weights);
    } catch (BadInputException e) {
      throw new BadInputException(
          "%s is no melody model that Cantus knows: %s".formatted(source, e.getMessage()), e);
    }
    List<MelodyConfig> fitting =
        MelodyConfig.all().values().stream()
            .filter(config -> config.encoding().inputSize() == shape.inputSize())
            .filter(config -> config.encoding().numClasses() == shape.numClasses())
            .toList();
    if (fitting.size() != 1) {
      throw new BadInputException(
          "%s has a network of %d inputs and %d classes, which no melody config has: %s"
              .formatted(source, shape.inputSize(), shape.numClasses(), ends()));
    }
    return fitting.get(0);
  }

  private static String ends() {
    return MelodyConfig.all().values().stream()
        .map(FittingConfig::ends)
        .collect(Collectors.joining(", "));
  }

  private static String ends(MelodyConfig config) {
    EventEncoding encoding = config.encoding();
    return "%s %d and %d".formatted(config.name(), encoding.inputSize(), encoding.numClasses());
  }
}
