package io.cantus.generation.bundle;

import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;
import io.cantus.proto.GeneratorBundle.CantusDetails;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads bundles. One of Cantus names its config; for one of Magenta the config is the one whose
 * name is the generator's id, which is Magenta's rule.
 */
public final class BundleReader {
  private static final int SHOWN_BYTES = 40;

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
    return new Bundle(
        config(proto, source),
        description,
        origin,
        V1Checkpoint.read(proto.getCheckpointFile(0).toByteArray(), source).weights());
  }

  private static MelodyConfig config(GeneratorBundle proto, String source) {
    String id = proto.getGeneratorDetails().getId();
    String name = proto.hasCantusDetails() ? proto.getCantusDetails().getConfig() : id;
    MelodyConfig config;
    try {
      config =
          MelodyConfig.all().containsKey(name) || !proto.hasCantusDetails()
              ? MelodyConfig.named(name)
              : MelodyConfig.withEncoding(name);
    } catch (UsageException e) {
      throw new BadInputException(
          "%s: a bundle for the generator '%s', which is none of %s"
              .formatted(source, name, String.join(", ", MelodyConfig.all().keySet())),
          e);
    }
    int steps = proto.getCantusDetails().getStepsPerQuarter();
    return config
        .withDetails(id, proto.getGeneratorDetails().getDescription())
        .withStepsPerQuarter(steps == 0 ? MelodyConfig.STEPS_PER_QUARTER : steps);
  }

  private static String notABundle(byte[] file, String source) {
    if (file.length == 0) {
      return source + ": not a generator bundle: the file is empty";
    }
    String start =
        new String(file, 0, Math.min(file.length, SHOWN_BYTES), StandardCharsets.ISO_8859_1)
            .replaceAll("[\r\n\t]+", " ");
    boolean text = start.chars().allMatch(c -> c >= ' ' && c <= '~');
    return text
        ? "%s: not a generator bundle but text, \"%s\": perhaps a download that failed"
            .formatted(source, start)
        : source + ": not a generator bundle (a .mag file), or damaged";
  }
}
