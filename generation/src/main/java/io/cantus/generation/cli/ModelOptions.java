package io.cantus.generation.cli;

import io.cantus.training.HyperParameters;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say which melody model is meant, the same for all of Magenta's programs. */
public final class ModelOptions {
  @Option(
      names = "--config",
      paramLabel = "NAME",
      description = "Model: basic_rnn, mono_rnn, lookback_rnn or attention_rnn.")
  private String config;

  @Option(
      names = "--melody_encoder_decoder",
      paramLabel = "NAME",
      description = "Instead of --config, only an encoding: onehot, lookback or key.")
  private String melodyEncoderDecoder;

  @Option(
      names = "--generator_id",
      paramLabel = "ID",
      description = "Id to give the generator instead of the config's.")
  private String generatorId;

  @Option(
      names = "--generator_description",
      paramLabel = "TEXT",
      description = "Description to give the generator instead of the config's.")
  private String generatorDescription;

  @Option(
      names = "--hparams",
      paramLabel = "LIST",
      defaultValue = "",
      showDefaultValue = Visibility.NEVER,
      description =
          "Comma-separated name=value pairs that replace the config's hyperparameters, such as"
              + " batch_size=64,rnn_layer_sizes=[64,64].")
  private String hparams;

  /** Whether the model is named by an option. */
  public boolean given() {
    return config != null || melodyEncoderDecoder != null;
  }

  /**
   * The model that the options name.
   *
   * @throws UsageException unless exactly one of the options names one that is known
   */
  public MelodyConfig melodyConfig() {
    if ((config == null) == (melodyEncoderDecoder == null)) {
      throw new UsageException(
          "give exactly one of --config and --melody_encoder_decoder, such as"
              + " --config=lookback_rnn");
    }
    MelodyConfig named =
        config != null
            ? MelodyConfig.named(config)
            : MelodyConfig.withEncoding(melodyEncoderDecoder);
    return named.withDetails(
        generatorId == null ? named.id() : generatorId,
        generatorDescription == null ? named.description() : generatorDescription);
  }

  /** The text of {@code --hparams}; empty if not given. */
  public String hparams() {
    return hparams;
  }

  /**
   * Checks that a model is what the options say, if they say anything.
   *
   * @param source what to call the model, usually the path of its file
   * @param found the model's config
   * @param foundHparams the model's hyperparameters
   * @throws UsageException if it is another one; names the difference
   */
  public void check(String source, MelodyConfig found, HyperParameters foundHparams) {
    if (given() && !melodyConfig().name().equals(found.name())) {
      throw new UsageException(
          "%s holds a %s model, not %s; leave --config out or name that one"
              .formatted(source, found.name(), melodyConfig().name()));
    }
    foundHparams
        .networkDifference(foundHparams.with(hparams))
        .ifPresent(
            difference -> {
              throw new UsageException(
                  "%s was trained with other hparams: %s; leave --hparams out"
                      .formatted(source, difference));
            });
  }
}
