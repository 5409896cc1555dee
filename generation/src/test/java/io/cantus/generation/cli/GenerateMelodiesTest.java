package io.cantus.generation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.Primer;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleWriter;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GenerateMelodiesTest {
  @TempDir private Path folder;
  private Bundle bundle;
  private Path file;
  private Path outputs;

  @BeforeEach
  void untrainedModel() throws IOException {
    MelodyConfig config = MelodyConfig.named("lookback_rnn");
    EventEncoding encoding = config.encoding();
    Random random = new Random(1);
    Map<String, Tensor> tensors = new TreeMap<>();
    NetworkShape.plain(encoding.inputSize(), List.of(6, 6), encoding.numClasses())
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
    bundle = new Bundle(config, Optional.empty(), Optional.empty(), ModelWeights.of(tensors));
    file = Files.write(folder.resolve("model.mag"), BundleWriter.write(bundle));
    outputs = folder.resolve("new/melodies");
  }

  private record Run(int status, String out, String err) {}

  private Run run(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--bundle_file=" + file,
                "--output_dir=" + outputs,
                "--num_outputs=12",
                "--num_steps=32",
                "--seed=7"));
    args.addAll(List.of(more));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        GenerateMelodies.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(outputs)) {
      return files.sorted().toList();
    }
  }

  @Test
  void writesWhatTheRecipeMakes() throws IOException {
    Run run = run("--primer-melody", "[62, -2, 64]", "--config=lookback_rnn");
    assertThat(run.status()).as(run.err()).isEqualTo(Exit.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Wrote 12 MIDI files to " + outputs)
        .contains("--seed=7 repeats them");

    MelodyRecipe recipe =
        new MelodyRecipe(
            bundle.config(),
            bundle.weights(),
            0,
            "model",
            Primer.melody("[62, -2, 64]", 0),
            new GenerationOptions(32, 1, 1, 1, 1),
            7);
    List<Path> written = written();
    assertThat(written).hasSize(13);
    List<String> index = Files.readAllLines(written.get(12));
    assertThat(index).hasSize(13);
    recipe.outputs(
        recipe.generator(),
        0,
        12,
        (melody, output) -> {
          Path midi = written.get(output);
          assertThat(midi).hasBinaryContent(melody.midi());
          assertThat(midi.getFileName().toString()).endsWith("_%02d.mid".formatted(output + 1));
          assertThat(index.get(output + 1))
              .startsWith(midi.getFileName() + "\t" + melody.logLikelihood() + "\t32\t");
        });
  }

  @Test
  void aRunWithoutAPrimerBeginsWithMiddleCAndSaysSo() throws IOException {
    Run run = run("--num_outputs=1");
    assertThat(run.status()).isEqualTo(Exit.DONE);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "WARN No priming sequence specified. Defaulting to a single middle C.");
    assertThat(written()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--num_outputs=0 | num_outputs is 0 and must be at least 1",
        "--num_steps=2 | the primer takes 3 steps and leaves none of num_steps 2; give at least 4",
        "--primer_melody=60 | primer_melody: expected a list in brackets at character 1",
        "--config=basic_rnn | holds a lookback_rnn model, not basic_rnn",
        "--hparams=rnn_layer_sizes=[64] | was trained with other hparams",
        "--run_dir=run | give a --bundle_file; ./cantus generate makes one of a checkpoint",
        "--temperature=hot | '--temperature'",
        "--num_output=3 | Unknown option: '--num_output=3'",
      })
  void aMistakeIsOneLineAndNothingIsWritten(String option, String message) {
    assertRefused(run(option), Exit.USAGE, message);
  }

  private void assertRefused(Run run, int status, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(message);
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(outputs).doesNotExist();
  }

  @Test
  void aFileThatIsNoBundleIsNamedForWhatItIs() throws IOException {
    Path page = Files.writeString(folder.resolve("page.mag"), "<html>404 Not Found</html>");
    assertRefused(
        run("--bundle_file=" + page),
        Exit.BAD_INPUT,
        page + ": not a generator bundle (.mag) but a web page, \"404 Not Found\"");
    byte[] whole = Files.readAllBytes(file);
    Path half = Files.write(folder.resolve("half.mag"), Arrays.copyOf(whole, whole.length / 2));
    assertRefused(run("--bundle_file=" + half), Exit.BAD_INPUT, half.toString());
    assertRefused(run("--bundle_file=none.mag"), Exit.BAD_INPUT, "there is no file none.mag");
  }

  @Test
  void aFolderThatIsNoneIsNamed() throws IOException {
    outputs = Files.createFile(folder.resolve("file"));
    Run run = run("--num_outputs=1");
    assertThat(run.status()).isEqualTo(Exit.BAD_INPUT);
    assertThat(run.err()).contains("cantus: cannot write into " + outputs);
  }

  @Test
  void helpNamesTheOptions() {
    Run run = run("--help");
    assertThat(run.status()).isEqualTo(Exit.DONE);
    assertThat(run.out()).contains("--bundle_file=FILE", "--num_outputs=N", "--config=NAME");
  }
}
