package io.cantus.generation.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;
import io.cantus.proto.GeneratorBundle.CantusDetails;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Optional;

/**
 * Reads bundles. One of Cantus names its config; for one of Magenta the config is the one whose
 * name is the generator's id, which is Magenta's rule.
 */
public final class BundleReader {
  private BundleReader() {}

  /** Reads a bundle that tells its config itself. */
  public static Bundle read(byte[] file, String source) {
    return read(file, source, Optional.empty());
  }

  /**
   * Reads a bundle of either kind.
   *
   * @param source what to call it in messages, usually its path
   * @param asked the config of a bundle that does not tell it, which are those that were made under
   *     an id of their own
   * @throws BadInputException if it is no bundle, is damaged, or holds a model that Cantus does not
   *     know
   */
  public static Bundle read(byte[] file, String source, Optional<MelodyConfig> asked) {
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
    return new Bundle(
        config(proto, source, asked),
        description,
        origin,
        V1Checkpoint.read(proto.getCheckpointFile(0).toByteArray(), source).weights());
  }

  private static MelodyConfig config(
      GeneratorBundle proto, String source, Optional<MelodyConfig> asked) {
    String id = proto.getGeneratorDetails().getId();
    MelodyConfig config =
        proto.hasCantusDetails()
            ? MelodyConfig.known(proto.getCantusDetails().getConfig())
                .orElseThrow(
                    () -> unknown(source, "config", proto.getCantusDetails().getConfig(), ""))
            : magentas(id, source, asked);
    int steps = proto.getCantusDetails().getStepsPerQuarter();
    return config
        .withDetails(id, proto.getGeneratorDetails().getDescription())
        .withStepsPerQuarter(steps == 0 ? MelodyConfig.STEPS_PER_QUARTER : steps);
  }

  private static MelodyConfig magentas(String id, String source, Optional<MelodyConfig> asked) {
    MelodyConfig config = MelodyConfig.all().get(id);
    if (config != null) {
      return config;
    }
    OtherFamily.of(id)
        .ifPresent(
            family -> {
              throw new BadInputException(
                  "%s: a bundle of another family of models, Magenta's %s ('%s'); Cantus runs melody models: %s"
                      .formatted(source, family, id, configs()));
            });
    return asked.orElseThrow(
        () ->
            unknown(
                source,
                "generator",
                id,
                "; if it is one under a name of its own, say which by --config"));
  }

  private static BadInputException unknown(String source, String what, String name, String advice) {
    return new BadInputException(
        "%s: a bundle of the %s '%s', which is none of %s%s"
            .formatted(source, what, name, configs(), advice));
  }

  private static String configs() {
    return String.join(", ", MelodyConfig.all().keySet());
  }

  private static String notABundle(byte[] file, String source) {
    return "%s: not a generator bundle (.mag) but %s".formatted(source, ForeignFile.describe(file));
  }
}
