package io.cantus.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.generation.GeneratedMelody;
import io.cantus.generation.GenerationOptions;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.Primer;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.jobs.faults.StumblingFileSystem;
import io.cantus.jobs.faults.TaskKiller;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.BundleFile;
import io.cantus.jobs.model.TrainedModel;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More melodies than a batch holds, in this process and in tasks. */
final class ManyMelodiesTest {
  private static final int OUTPUTS = 150;
  private static final GenerationOptions OPTIONS = new GenerationOptions(24, 1, 1, 1, 1);

  @TempDir private static Path shared;
  private static TrainedModel model;
  private static Path bundle;

  @TempDir private Path folder;

  /** A model that was never trained. */
  @BeforeAll
  static void untrainedModel() throws IOException {
    MelodyConfig config = MelodyConfig.named("lookback_rnn");
    EventEncoding encoding = config.encoding();
    NetworkShape shape =
        NetworkShape.plain(encoding.inputSize(), List.of(6, 6), encoding.numClasses());
    Random random = new Random(1);
    Map<String, Tensor> tensors = new TreeMap<>();
    shape
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
    HyperParameters hparams = HyperParameters.of(config).fittedTo(shape);
    model = new TrainedModel(config, hparams, ModelWeights.of(tensors), "", 0, "made up");
    bundle = shared.resolve("made_up.mag");
    BundleFile.write(
        storage(), storage().path(bundle.toString()), model, Optional.empty(), IfExists.REFUSE);
  }

  private static Storage storage() {
    return new Storage(new Configuration());
  }

  private static GenerateJob.Request request(Path out, Packing packing) {
    return new GenerateJob.Request(
        model,
        Primer.middleC(0),
        OPTIONS,
        OUTPUTS,
        5,
        out.toString(),
        packing,
        IfExists.REFUSE,
        LocalDateTime.of(2024, 2, 29, 23, 59, 58));
  }

  private static GenerateJob job(Path out, Packing packing) {
    return new GenerateJob(
        request(out, packing),
        storage(),
        Console.to(new PrintStream(OutputStream.nullOutputStream()), System.err));
  }

  @ParameterizedTest
  @EnumSource
  void areTheSameInThisProcessAndInAnyNumberOfPartitions(Packing packing) throws IOException {
    Path here = folder.resolve("here/melodies");
    assertThat(job(here, packing).run().summary().outputs()).isEqualTo(OUTPUTS);
    SortedMap<String, String> contents = FolderContents.of(here);
    assertThat(contents)
        .hasSize(packing == Packing.FILES ? OUTPUTS + 1 : 2)
        .containsKey("2024-02-29_235958_index.tsv");

    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("melodies")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      for (int partitions : new int[] {1, 2, 8}) {
        // One folder is new, the other there already.
        Path there = folder.resolve(partitions + "/melodies");
        if (partitions == 2) {
          Files.createDirectories(there);
        }
        job(there, packing).run(context, OptionalInt.of(partitions));
        assertThat(FolderContents.of(there)).isEqualTo(contents);
        assertThat(FolderContents.of(there.getParent())).hasSize(contents.size() + 1);
      }
    }
  }

  @Test
  void theIndexTellsWhatMakesEachMelodyAgain() throws IOException {
    Path out = folder.resolve("melodies");
    job(out, Packing.FILES).run();
    List<String> index = Files.readAllLines(out.resolve("2024-02-29_235958_index.tsv"));
    assertThat(index)
        .hasSize(OUTPUTS + 1)
        .startsWith("file\tlog_likelihood\tevents\tnotes\tseed\toutput");
    MelodyRecipe recipe = request(out, Packing.FILES).recipe();
    List<GeneratedMelody> melodies = new ArrayList<>();
    recipe.outputs(recipe.generator(), 0, OUTPUTS, (melody, output) -> melodies.add(melody));
    for (int output = 0; output < OUTPUTS; output++) {
      GeneratedMelody melody = melodies.get(output);
      String[] columns = index.get(output + 1).split("\t", -1);
      assertThat(columns[0]).isEqualTo("2024-02-29_235958_%03d.mid".formatted(output + 1));
      assertThat(Files.readAllBytes(out.resolve(columns[0]))).isEqualTo(melody.midi());
      assertThat(Float.parseFloat(columns[1])).isEqualTo(melody.logLikelihood());
      assertThat(Arrays.copyOfRange(columns, 2, 6))
          .containsExactly(
              "24",
              String.valueOf(melody.sequence().getNotesCount()),
              "5",
              String.valueOf(output + 1));
    }
  }

  @Test
  void aPackIsConvertedAsTheFilesAre() throws IOException {
    Path files = folder.resolve("files/melodies");
    Path packed = folder.resolve("packed/melodies");
    job(files, Packing.FILES).run();
    job(packed, Packing.PACK).run();
    Path ofFiles = folder.resolve("files.tfrecord");
    Path ofPack = folder.resolve("pack.tfrecord");
    done(convert(files, ofFiles));
    CantusRun run = done(convert(packed.resolve("2024-02-29_235958_melodies.seq"), ofPack));
    assertThat(run.out()).contains("from %d files".formatted(OUTPUTS));
    assertThat(Files.readAllBytes(ofPack)).isEqualTo(Files.readAllBytes(ofFiles));
  }

  private static CantusRun convert(Path input, Path output) {
    return CantusRun.of(
        "convert", "--input_dir=" + input, "--output_file=" + output, "--master=local[2]");
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private CantusRun generate(String outputDir, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "generate",
                "--bundle_file=" + bundle,
                "--output_dir=" + outputDir,
                "--num_outputs=" + OUTPUTS,
                "--num_steps=24",
                "--seed=5"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private List<String> undisturbed() throws IOException {
    Path out = folder.resolve("undisturbed");
    done(generate(out.toString()));
    return digests(out);
  }

  /** What the files hold, in the order of their names, which tell the time. */
  private static List<String> digests(Path out) throws IOException {
    return FolderContents.of(out).entrySet().stream()
        .filter(file -> file.getKey().endsWith(".mid"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void tasksThatAreKilledAndMadeAgainChangeNothing() throws IOException {
    Path out = folder.resolve("killed");
    done(
        generate(out.toString(), "--partitions=4", "--master=local[2]", TaskKiller.option(folder)));
    assertThat(TaskKiller.killed()).isPositive();
    assertThat(digests(out)).isEqualTo(undisturbed());
    assertThat(FolderContents.of(out)).hasSize(OUTPUTS + 1);
  }

  @Test
  void tasksThatFailHalfwayAndAreMadeAgainChangeNothing() throws IOException {
    Path out = folder.resolve("stumbled");
    done(
        generate(
            "stumbling:" + out,
            // A task may fail four times, and does so once a batch.
            "--partitions=15",
            "--master=local[2,4]",
            StumblingFileSystem.option(folder)));
    assertThat(StumblingFileSystem.stumbled()).isPositive();
    assertThat(digests(out)).isEqualTo(undisturbed());
    assertThat(FolderContents.of(out)).hasSize(OUTPUTS + 1);
  }

  @Test
  void aRunThatFailsLeavesNothing() throws IOException {
    Path out = folder.resolve("failed/melodies");
    CantusRun run =
        generate(
            "stumbling:" + out,
            "--partitions=4",
            "--master=local[2]",
            StumblingFileSystem.option(folder));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("cantus: cannot write").doesNotContain("\tat ");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactly("StumblingFileSystem.conf");
    }
  }

  @Test
  void sparkIsStartedForManyMelodiesOnly() {
    String noMaster = "--master=nowhere";
    done(generate(folder.resolve("few").toString(), noMaster));
    CantusRun many = generate(folder.resolve("many").toString(), noMaster, "--num_outputs=1000000");
    assertThat(many.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(many.err()).contains("'nowhere' is no Spark master");
    assertThat(folder.resolve("many")).doesNotExist();
  }
}
