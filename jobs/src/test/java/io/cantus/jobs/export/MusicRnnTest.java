package io.cantus.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.generation.EventNetwork;
import io.cantus.generation.EventRnn;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleWriter;
import io.cantus.generation.cli.ModelOptions;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SharedCorpora;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.CheckpointOptions;
import io.cantus.jobs.model.ModelSource;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Exported models in the program that they are for, against our own network. */
final class MusicRnnTest {
  private static final int STEPS = 48;
  private static final int NOTE_OFF = 1;
  private static final int FIRST_PITCH = 2;

  /** Pitch, first step, and the step after the last one. */
  private static final int[][] NOTES = {{60, 0, 2}, {64, 2, 4}, {67, 6, 7}};

  /** Both sides compute in float32, each in its own order and with its own tangent. */
  private static final double TOLERANCE = 4e-5;

  @TempDir private Path folder;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    MusicRnn.install();
  }

  @ParameterizedTest
  @CsvSource({"basic_rnn, 1", "mono_rnn, 2"})
  void findsEveryEventAsLikelyAsWeDo(String config, int layers)
      throws IOException, InterruptedException {
    MelodyConfig melody = MelodyConfig.named(config);
    Bundle.Origin origin = new Bundle.Origin("", "", 7, "0.1.0");
    Bundle bundle =
        new Bundle(melody, Optional.empty(), Optional.of(origin), decidedWeights(melody, layers));
    Path file = Files.write(folder.resolve("model.mag"), BundleWriter.write(bundle));
    assertAgreement("--bundle_file=" + file, ModelSource.bundle(storage(), file.toString()));
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void findsEveryEventOfARealModelAsLikelyAsWeDo() throws IOException, InterruptedException {
    String prefix =
        SharedCorpora.golden("models").resolve("basic_rnn").resolve("model.ckpt-5114").toString();
    ModelOptions options = new ModelOptions();
    new CommandLine(options).parseArgs();
    String flag = "--checkpoint_file=" + prefix;
    CheckpointOptions checkpoint = CommandLine.populateCommand(new CheckpointOptions(), flag);
    assertAgreement(flag, new ModelSource(storage(), options).fromTraining(checkpoint));
  }

  private static Storage storage() {
    return new Storage(new Configuration());
  }

  /** Weights so large that some events are much likelier than others. */
  private static ModelWeights decidedWeights(MelodyConfig config, int layers) {
    EventEncoding encoding = config.encoding();
    Random random = new Random(layers);
    Map<String, Tensor> tensors = new TreeMap<>();
    NetworkShape.plain(
            encoding.inputSize(), Collections.nCopies(layers, 20 + layers), encoding.numClasses())
        .variables()
        .forEach(
            (name, sizes) -> {
              float[] values = new float[sizes.stream().reduce(1, Math::multiplyExact)];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              tensors.put(
                  name, new Tensor(sizes.stream().mapToInt(Integer::intValue).toArray(), values));
            });
    return ModelWeights.of(tensors);
  }

  private void assertAgreement(String option, TrainedModel model)
      throws IOException, InterruptedException {
    Path exported = folder.resolve("exported");
    CantusRun run =
        CantusRun.of("export", "--format=magenta-js", option, "--output_dir=" + exported);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    float[][] theirs = MusicRnn.continuation(exported, NOTES, STEPS);
    assertThat(theirs).hasDimensions(STEPS, model.config().encoding().numClasses());

    EventNetwork network =
        EventRnn.of(
            model.weights(),
            model.config().encoding().inputSize(),
            model.config().encoding().numClasses(),
            0,
            model.source());
    EventNetwork.State state = network.start();
    float[] logits = new float[network.classes()];
    for (int event : primer(model.config().minNote())) {
      state.step(oneHot(event, network.inputSize()), logits);
    }
    double furthest = 0;
    for (float[] probabilities : theirs) {
      double[] ours = softmax(logits);
      for (int i = 0; i < ours.length; i++) {
        furthest = Math.max(furthest, Math.abs(ours[i] - probabilities[i]));
      }
      state.step(oneHot(likeliest(probabilities), network.inputSize()), logits);
    }
    assertThat(furthest).isCloseTo(0, within(TOLERANCE));
    // Else any two networks would agree.
    assertThat(theirs[0][likeliest(theirs[0])]).isGreaterThan(2f / network.classes());
  }

  /** The notes as a one-hot model has them; a step without either is no event, 0. */
  private static int[] primer(int minNote) {
    int[] events = new int[NOTES[NOTES.length - 1][2] + 1];
    for (int[] note : NOTES) {
      events[note[1]] = note[0] - minNote + FIRST_PITCH;
      events[note[2]] = NOTE_OFF;
    }
    return events;
  }

  private static float[] oneHot(int event, int size) {
    float[] vector = new float[size];
    vector[event] = 1;
    return vector;
  }

  private static double[] softmax(float[] logits) {
    double[] exponentials = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] = Math.exp(logits[i]);
      sum += exponentials[i];
    }
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] /= sum;
    }
    return exponentials;
  }

  private static int likeliest(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
