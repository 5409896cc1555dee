package io.cantus.generation.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.generation.SharedCorpora;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;
import io.cantus.training.ModelWeights;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.MelodyConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class BundleTest {
  private static final ModelWeights WEIGHTS =
      ModelWeights.of(Map.of("b", new Tensor(new int[] {2}, new float[] {1f, -2.5f})));

  private static final Bundle BUNDLE =
      new Bundle(
          MelodyConfig.named("lookback_rnn").withDetails("my_tunes", "What I like."),
          Optional.of("After 500 steps."),
          Optional.of(new Bundle.Origin("batch_size=64", "c0ffee", 500, "0.1.0")),
          WEIGHTS);

  @Test
  void returnsAllThatWasWritten() {
    Bundle read = BundleReader.read(BundleWriter.write(BUNDLE), "a.mag");
    assertThat(read.config().name()).isEqualTo("lookback_rnn");
    assertThat(read.config().id()).isEqualTo("my_tunes");
    assertThat(read.config().description()).isEqualTo("What I like.");
    assertThat(read.description()).isEqualTo(BUNDLE.description());
    assertThat(read.origin()).isEqualTo(BUNDLE.origin());
    assertThat(read.weights()).isEqualTo(WEIGHTS);
  }

  @Test
  void returnsABareEncoding() {
    Bundle bare =
        new Bundle(MelodyConfig.withEncoding("key"), Optional.empty(), BUNDLE.origin(), WEIGHTS);
    Bundle read = BundleReader.read(BundleWriter.write(bare), "a.mag");
    assertThat(read.config().name()).isEqualTo("key");
    assertThat(read.description()).isEmpty();
  }

  @Test
  void tellsTheGridWhichIsMagentasInBundlesThatDoNotTellIt() throws Exception {
    Bundle fine =
        new Bundle(
            BUNDLE.config().withStepsPerQuarter(8), Optional.empty(), BUNDLE.origin(), WEIGHTS);
    byte[] file = BundleWriter.write(fine);
    GeneratorBundle.Builder silent = GeneratorBundle.parseFrom(file).toBuilder();
    silent.getCantusDetailsBuilder().clearStepsPerQuarter();

    assertThat(BundleReader.read(file, "a.mag").config().stepsPerQuarter()).isEqualTo(8);
    assertThat(BundleReader.read(silent.build().toByteArray(), "a.mag").config().stepsPerQuarter())
        .isEqualTo(4);
  }

  @Test
  void writesWhatMagentaReads() throws Exception {
    GeneratorBundle proto = GeneratorBundle.parseFrom(BundleWriter.write(BUNDLE));
    assertThat(proto.getGeneratorDetails().getId()).isEqualTo("my_tunes");
    assertThat(proto.getBundleDetails().getDescription()).isEqualTo("After 500 steps.");
    assertThat(proto.getCheckpointFile(0).toByteArray()).isEqualTo(V1Checkpoint.write(WEIGHTS));
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void takesTheConfigOfAMagentaBundleFromItsGenerator() {
    Bundle bundle =
        BundleReader.read(SharedCorpora.golden("models/lookback_rnn/lookback_rnn.mag"), "l.mag");
    assertThat(bundle.config().name()).isEqualTo("lookback_rnn");
    assertThat(bundle.config().id()).isEqualTo("lookback_rnn");
    assertThat(bundle.origin()).isEmpty();
    assertThat(bundle.weights().parameters()).isEqualTo(264_744);
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void saysWhatAFailedDownloadIs() {
    assertRefused(
        SharedCorpora.golden("models/not_a_bundle.mag"),
        "a.mag: not a generator bundle but text,"
            + " \"<?xml version=\"1.0\" encoding=\"UTF-8\"?> <\": perhaps a download that failed");
  }

  @Test
  void refusesWhatIsNoBundle() {
    assertRefused(new byte[0], "a.mag: not a generator bundle: the file is empty");
    assertRefused(
        "version https://git-lfs.github.com/spec/v1\noid".getBytes(StandardCharsets.US_ASCII),
        "a.mag: not a generator bundle but text,"
            + " \"version https://git-lfs.github.com/spec/\": perhaps a download that failed");
    assertRefused(
        new byte[] {'M', 'T', 'h', 'd', 0, 0, 0, 6},
        "a.mag: not a generator bundle (a .mag file), or damaged");
    assertRefused(
        changed(GeneratorBundle.Builder::clearCheckpointFile),
        "a.mag: not a generator bundle (a .mag file), or damaged");
  }

  @Test
  void refusesAModelThatItDoesNotKnow() {
    assertRefused(
        changed(
            bundle -> {
              bundle.clearCantusDetails();
              bundle.getGeneratorDetailsBuilder().setId("chord_pitches_improv");
            }),
        "a.mag: a bundle for the generator 'chord_pitches_improv', which is none of"
            + " attention_rnn, basic_rnn, lookback_rnn, mono_rnn");
  }

  @Test
  void refusesAFormatOfTheFuture() {
    assertRefused(
        changed(bundle -> bundle.getCantusDetailsBuilder().setFormatVersion(2)),
        "a.mag: a bundle of format 2, written by Cantus 0.1.0; this Cantus reads up to 1");
  }

  @Test
  void saysThatTheCheckpointInsideIsDamaged() {
    assertRefused(
        changed(bundle -> bundle.setCheckpointFile(0, ByteString.copyFromUtf8("<html>"))),
        "a.mag: no checkpoint: 6 bytes are fewer than its footer has");
  }

  private static byte[] changed(Consumer<GeneratorBundle.Builder> change) {
    try {
      GeneratorBundle.Builder bundle =
          GeneratorBundle.parseFrom(BundleWriter.write(BUNDLE)).toBuilder();
      change.accept(bundle);
      return bundle.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> BundleReader.read(file, "a.mag"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(message);
  }
}
