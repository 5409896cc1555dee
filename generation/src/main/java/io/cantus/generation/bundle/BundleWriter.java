package io.cantus.generation.bundle;

import com.google.protobuf.ByteString;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;

/**
 * Writes bundles that Magenta's tools can open as far as they need no TensorFlow graph, which
 * Cantus has none of; what Magenta does not know stands in a field that its readers skip.
 */
public final class BundleWriter {
  /** Newest layout of the fields that are Cantus's own. */
  static final int FORMAT_VERSION = 1;

  private BundleWriter() {}

  /** The bytes of the bundle's file; the same bundle always gives the same bytes. */
  public static byte[] write(Bundle bundle) {
    GeneratorBundle.Builder proto = GeneratorBundle.newBuilder();
    proto
        .getGeneratorDetailsBuilder()
        .setId(bundle.config().id())
        .setDescription(bundle.config().description());
    proto.addCheckpointFile(ByteString.copyFrom(V1Checkpoint.write(bundle.weights())));
    bundle.description().ifPresent(text -> proto.getBundleDetailsBuilder().setDescription(text));
    bundle
        .origin()
        .ifPresent(
            origin ->
                proto
                    .getCantusDetailsBuilder()
                    .setFormatVersion(FORMAT_VERSION)
                    .setConfig(bundle.config().name())
                    .setHparams(origin.hparams())
                    .setDatasetId(origin.datasetId())
                    .setGlobalStep(origin.globalStep())
                    .setStepsPerQuarter(bundle.config().stepsPerQuarter())
                    .setCantusVersion(origin.cantusVersion()));
    return proto.build().toByteArray();
  }
}
