package io.cantus.generation.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.generation.checkpoint.FittingConfig;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;
import io.cantus.proto.GeneratorBundle.CantusDetails;
import io.cantus.training.ModelWeights;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;

/**
 * Reads bundles. One of Cantus names its config; for one of Magenta the config is the one whose
 * name is the generator's id, which is Magenta's rule, or, if it was given an id of its own, the
 * one that its network fits.
 */
public final class BundleReader {
  private BundleReader() {}

  /**
   * Reads a bundle of either kind.
   *
   * @param source what to call it in messages, usually its path
   * @throws BadInputException if it is no bundle, is damaged, or holds a model that Cantus does not
   *     know
   */
  public static Bundle read(byte[] file, String source) {
    GeneratorBundle proto;
    try {
      proto = GeneratorBundle.parseFrom(file);
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(notABundle(file, source), e);
    }
    if (proto.getCheckpointFileCount() == 0 || !proto.hasGeneratorDetails()) {
      throw new BadInputException(notABundle(file, source));
    }
    CantusDetails details = proto.getCantusDetails();
    if (details.getFormatVersion() > BundleWriter.FORMAT_VERSION) {
      throw new BadInputException(
          "%s: a bundle of format %d, written by Cantus %s; this Cantus reads up to %d"
              .formatted(
                  source,
                  details.getFormatVersion(),
                  details.getCantusVersion(),
                  BundleWriter.FORMAT_VERSION));
    }
    Optional<Bundle.Origin> origin =
        proto.hasCantusDetails()
            ? Optional.of(
                new Bundle.Origin(
                    details.getHparams(),
                    details.getDatasetId(),
                    details.getGlobalStep(),
                    details.getCantusVersion()))
            : Optional.empty();
    Optional<String> description =
        proto.hasBundleDetails()
            ? Optional.of(proto.getBundleDetails().getDescription())
            : Optional.empty();
    ModelWeights weights =
        V1Checkpoint.read(proto.getCheckpointFile(0).toByteArray(), source).weights();
    return new Bundle(config(proto, weights, source), description, origin, weights);
  }

  private static MelodyConfig config(GeneratorBundle proto, ModelWeights weights, String source) {
    String id = proto.getGeneratorDetails().getId();
    MelodyConfig config =
        proto.hasCantusDetails()
            ? MelodyConfig.known(proto.getCantusDetails().getConfig())
                .orElseThrow(
                    () ->
                        new BadInputException(
                            "%s: a bundle of the config '%s', which is none of %s"
                                .formatted(
                                    source, proto.getCantusDetails().getConfig(), configs())))
            : magentas(id, weights, source);
    int steps = proto.getCantusDetails().getStepsPerQuarter();
    return config
        .withDetails(id, proto.getGeneratorDetails().getDescription())
        .withStepsPerQuarter(steps == 0 ? MelodyConfig.STEPS_PER_QUARTER : steps);
  }

  private static MelodyConfig magentas(String id, ModelWeights weights, String source) {
    MelodyConfig config = MelodyConfig.all().get(id);
    if (config != null) {
      return config;
    }
    OtherFamily.of(id)
        .ifPresent(
            family -> {
              throw new BadInputException(
                  "%s: a bundle of another family of models, Magenta's %s ('%s');"
                          .formatted(source, family, id)
                      + " Cantus runs melody models: "
                      + configs());
            });
    return FittingConfig.of(weights, "%s: the generator '%s'".formatted(source, id));
  }

  private static String configs() {
    return String.join(", ", MelodyConfig.all().keySet());
  }

  private static String notABundle(byte[] file, String source) {
    return "%s: not a generator bundle (.mag) but %s".formatted(source, ForeignFile.describe(file));
  }
}
