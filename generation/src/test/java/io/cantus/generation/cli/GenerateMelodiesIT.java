package io.cantus.generation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.generation.SharedCorpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The jar that generates without the rest of Cantus, as a process. */
final class GenerateMelodiesIT {
  private static final Path JAR = Path.of("target", "cantus-generate.jar");

  @TempDir private Path folder;

  @Test
  void holdsNothingOfSparkHadoopOrDl4j() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> packages =
          jar.stream()
              .filter(entry -> entry.getName().endsWith(".class"))
              .map(entry -> entry.getName().replaceFirst("/[^/]*$", ""))
              .distinct()
              .toList();
      assertThat(packages)
          .contains("io/cantus/generation", "io/cantus/training", "io/cantus/transforms/midi")
          .allMatch(
              name ->
                  name.startsWith("io/cantus/")
                      || name.startsWith("com/google/protobuf")
                      || name.startsWith("picocli"))
          .noneMatch(name -> name.startsWith("io/cantus/training/"));
    }
    assertThat(Files.size(JAR)).isLessThan(8_000_000);
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void continuesAMelodyWithABundleOfMagenta() throws IOException, InterruptedException {
    String printed =
        run(
            Exit.DONE,
            "--config=lookback_rnn",
            "--bundle_file=" + model("lookback_rnn/lookback_rnn.mag"),
            "--output_dir=" + folder.resolve("melodies"),
            "--num_outputs=10",
            "--num_steps=128",
            "--primer_melody=[60]");
    assertThat(printed).startsWith("Wrote 10 MIDI files to " + folder.resolve("melodies"));
    try (Stream<Path> files = Files.list(folder.resolve("melodies"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".mid"))).hasSize(10);
    }
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void namesWhatIsNoBundle() throws IOException, InterruptedException {
    Path none = model("not_a_bundle.mag");
    assertThat(run(Exit.BAD_INPUT, "--bundle_file=" + none))
        .startsWith("cantus: " + none + ": not a generator bundle (.mag) but ")
        .hasLineCount(1);
  }

  private Path model(String name) throws IOException {
    return Files.write(folder.resolve("model.mag"), SharedCorpora.golden("models/" + name));
  }

  private String run(int status, String... args) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            JAR.toString());
    builder.command().addAll(List.of(args));
    // With it, Java prints a line of its own.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(log, UTF_8);
    assertThat(process.exitValue()).as(printed).isEqualTo(status);
    return printed;
  }
}
