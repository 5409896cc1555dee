package io.cantus.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {
  @TempDir private static Path shared;
  private static Path bundle;

  @TempDir private Path folder;

  @BeforeAll
  static void trainedModel() throws IOException {
    SongbookDataset dataset = SongbookDataset.in(shared);
    Path runDir = shared.resolve("run");
    CantusRun run =
        CantusRun.of(
            "train",
            "--config=lookback_rnn",
            "--run_dir=" + runDir,
            "--sequence_example_file=" + dataset.training(),
            "--hparams=batch_size=8,rnn_layer_sizes=[8,6]",
            "--num_training_steps=3",
            "--master=local[2]");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    bundle = runDir.resolve("lookback_rnn.mag");
  }

  private CantusRun export(String format, Path output, String... more) {
    List<String> args =
        Stream.concat(
                Stream.of("export", "--format=" + format, "--output_dir=" + output),
                Stream.of(more))
            .toList();
    return CantusRun.of(args.toArray(String[]::new));
  }

  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> files = Files.walk(in)) {
      return files.filter(Files::isRegularFile).map(in::relativize).sorted().toList();
    }
  }

  private List<ByteBuffer> generated(String name, String model) throws IOException {
    Path output = folder.resolve(name);
    CantusRun run =
        CantusRun.of(
            "generate",
            model,
            "--output_dir=" + output,
            "--num_outputs=2",
            "--num_steps=32",
            "--primer_melody=[60]",
            "--seed=7");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<ByteBuffer> midi = new ArrayList<>();
    for (Path file : files(output)) {
      if (file.toString().endsWith(".mid")) {
        midi.add(ByteBuffer.wrap(Files.readAllBytes(output.resolve(file))));
      }
    }
    return midi;
  }

  @Test
  void aRunForMagentaIsTheSameModel() throws IOException {
    Path run = folder.resolve("magenta run");
    CantusRun exported = export("tensorflow", run, "--bundle_file=" + bundle);
    assertThat(exported.exitCode()).as(exported.err()).isEqualTo(ExitCode.DONE);
    assertThat(exported.out())
        .contains(
            "lookback_rnn, 3 steps of training",
            "--config=lookback_rnn --run_dir=" + run,
            "--hparams=\"rnn_layer_sizes=[8,6],attn_length=0,residual_connections=false\"");
    assertThat(files(run))
        .containsExactly(
            Path.of("train", "checkpoint"),
            Path.of("train", "model.ckpt-3.data-00000-of-00001"),
            Path.of("train", "model.ckpt-3.index"));
    assertThat(generated("of run", "--run_dir=" + run))
        .hasSize(2)
        .isEqualTo(generated("of bundle", "--bundle_file=" + bundle));
  }

  @Test
  void filesThatExistAreReplacedOnlyWhenAsked() throws IOException {
    Path state = folder.resolve("train").resolve("checkpoint");
    Files.createDirectories(state.getParent());
    Files.writeString(state, "mine");
    CantusRun refused = export("tensorflow", folder, "--bundle_file=" + bundle);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains(state + " exists; give --overwrite to replace it");
    assertThat(files(folder)).containsExactly(Path.of("train", "checkpoint"));
    assertThat(export("tensorflow", folder, "--bundle_file=" + bundle, "--overwrite").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(state).content().contains("model.ckpt-3");
    assertThat(files(folder)).hasSize(3);
  }

  @Test
  void whatCannotBeExportedIsOneLine() {
    Path output = folder.resolve("none");
    assertRefused(
        export("magenta-js", output, "--bundle_file=" + bundle),
        ExitCode.BAD_INPUT,
        bundle + ": MusicRNN of @magenta/music cannot run it");
    assertRefused(export("tensorflow", output), ExitCode.USAGE, "give one model");
    assertRefused(
        export("onnx", output, "--bundle_file=" + bundle),
        ExitCode.USAGE,
        "unknown format 'onnx'; known are tensorflow, magenta-js");
    assertRefused(
        CantusRun.of("export", "--bundle_file=" + bundle, "--output_dir=" + output),
        ExitCode.USAGE,
        "--format is missing");
    assertThat(output).doesNotExist();
  }

  private static void assertRefused(CantusRun run, ExitCode exitCode, String... words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).startsWith("cantus: ").contains(words);
  }
}
