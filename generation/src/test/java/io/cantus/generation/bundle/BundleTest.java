package io.cantus.generation.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cantus.generation.SharedCorpora;
import io.cantus.generation.checkpoint.V1Checkpoint;
import io.cantus.proto.GeneratorBundle;
import io.cantus.training.AttentionPlace;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
        "a.mag: not a generator bundle (.mag) but a web page,"
            + " \"NoSuchKey The object does not exist.\", such as a failed download leaves");
  }

  @Test
  void saysWhatAFileIsThatIsNoBundle() {
    assertForeign(new byte[0], "an empty file");
    assertForeign(
        bytes("version https://git-lfs.github.com/spec/v1\noid"),
        "text, \"version https://git-lfs.github.com/spec/v1 oid\", such as a failed download leaves");
    assertForeign(
        bytes(
            "<!DOCTYPE html><html><head><style>p {x: 1}</style><title>404</title></head>"
                + "<body><p>Not\nfound, %s</p><img".formatted("sorry ".repeat(20))),
        "a web page, \"404 Not found,%s ...\", such as a failed download leaves"
            .formatted(" sorry".repeat(11)));
    assertForeign(bytes("<br>"), "a web page, \"<br>\", such as a failed download leaves");
    assertForeign(bytes("MThd\0\0\0\6"), "a MIDI file");
    assertForeign(
        bytes("PK\3\4\0"),
        "a zip archive; if it is a checkpoint of Cantus, give it as --checkpoint_file");
    assertForeign(bytes("\37\213\10\0"), "a compressed file; unpack it first");
    assertForeign(
        Arrays.copyOf(bytes("\0".repeat(257) + "ustar"), 512),
        "a tar archive, as Magenta's MusicVAE comes in");
    assertForeign(
        V1Checkpoint.write(WEIGHTS), "a TensorFlow checkpoint; give it as --checkpoint_file");
    byte[] bundle = BundleWriter.write(BUNDLE);
    assertForeign(
        Arrays.copyOf(bundle, bundle.length / 2),
        "another kind of file, or one that is damaged or cut off");
    assertForeign(
        changed(GeneratorBundle.Builder::clearCheckpointFile),
        "another kind of file, or one that is damaged or cut off");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void assertForeign(byte[] file, String what) {
    assertRefused(file, "a.mag: not a generator bundle (.mag) but " + what);
  }

  @ParameterizedTest
  @CsvSource({
    "chord_pitches_improv, Improv RNN",
    "drum_kit, Drums RNN",
    "polyphony, Polyphony RNN",
    "density_conditioned_performance_with_dynamics, Performance RNN",
    "rnn-nade_attn, Pianoroll RNN-NADE"
  })
  void namesTheFamilyOfAModelThatItDoesNotRun(String id, String family) {
    assertRefused(
        magentas(id),
        "a.mag: a bundle of another family of models, Magenta's %s ('%s');".formatted(family, id)
            + " Cantus runs melody models: attention_rnn, basic_rnn, lookback_rnn, mono_rnn");
  }

  @Test
  void findsTheConfigOfAGeneratorWithAnIdOfItsOwnByItsNetwork() {
    EventEncoding lookback = MelodyConfig.named("lookback_rnn").encoding();
    byte[] file = magentas("my_tunes", network(lookback.inputSize(), lookback.numClasses()));
    Bundle read = BundleReader.read(file, "a.mag");
    assertThat(read.config().name()).isEqualTo("lookback_rnn");
    assertThat(read.config().id()).isEqualTo("my_tunes");
    assertRefused(
        magentas("my_drums", network(4, 2)),
        "a.mag: the generator 'my_drums' has a network of 4 inputs and 2 classes, which no melody"
            + " config has: attention_rnn 74 and 40, basic_rnn 38 and 38, lookback_rnn 121 and 40,"
            + " mono_rnn 130 and 130");
    assertRefused(
        magentas("my_picture"),
        "a.mag: the generator 'my_picture' is no melody model that Cantus knows:"
            + " the weights have no variable '%s'".formatted(ModelWeights.OUTPUT_BIASES));
  }

  @ParameterizedTest
  @EnumSource(AttentionPlace.class)
  void readsTheSameModelFromBundlesOfEveryAge(AttentionPlace attention) {
    Map<String, Tensor> current = new TreeMap<>();
    new NetworkShape(74, List.of(3, 3), 40, attention, false)
        .variables()
        .forEach(
            (name, shape) ->
                current.put(name, zeros(shape.stream().mapToInt(Integer::intValue).toArray())));
    assertReadAs(current, name -> name);
    assertReadAs(
        current,
        name ->
            name.startsWith("rnn/")
                ? name.replaceFirst("kernel$", "weights").replaceFirst("bias$", "biases")
                : name);
    assertReadAs(
        current,
        name ->
            name.replaceFirst("^rnn/", "RNN/")
                .replace("multi_rnn_cell/cell_", "MultiRNNCell/Cell")
                .replace("attention_cell_wrapper", "AttentionCellWrapper")
                .replace("basic_lstm_cell", "BasicLSTMCell")
                .replace("attn_output_projection", "AttnOutputProjection")
                .replace("attention/", "Attention/")
                .replace("attn_w", "AttnW")
                .replace("attn_v", "AttnV")
                .replaceFirst("kernel$", "Linear/Matrix")
                .replaceFirst("bias$", "Linear/Bias"));
  }

  private static void assertReadAs(Map<String, Tensor> current, UnaryOperator<String> oldName) {
    Map<String, Tensor> old = new TreeMap<>();
    current.forEach((name, tensor) -> old.put(oldName.apply(name), tensor));
    assertThat(old).hasSameSizeAs(current);
    Bundle read = BundleReader.read(magentas("attention_rnn", ModelWeights.of(old)), "a.mag");
    assertThat(read.weights()).isEqualTo(ModelWeights.of(current));
  }

  private static ModelWeights network(int inputs, int classes) {
    int units = 3;
    return ModelWeights.of(
        Map.of(
            ModelWeights.lstmKernel(0),
            zeros(inputs + units, 4 * units),
            ModelWeights.lstmBias(0),
            zeros(4 * units),
            ModelWeights.OUTPUT_WEIGHTS,
            zeros(units, classes),
            ModelWeights.OUTPUT_BIASES,
            zeros(classes)));
  }

  private static Tensor zeros(int... shape) {
    return new Tensor(shape, new float[IntStream.of(shape).reduce(1, Math::multiplyExact)]);
  }

  private static byte[] magentas(String id, ModelWeights weights) {
    return changed(
        bundle -> {
          bundle.clearCantusDetails();
          bundle.getGeneratorDetailsBuilder().setId(id);
          bundle.setCheckpointFile(0, ByteString.copyFrom(V1Checkpoint.write(weights)));
        });
  }

  private static byte[] magentas(String id) {
    return magentas(id, WEIGHTS);
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
