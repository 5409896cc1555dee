package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.faults.FolderContents;
import io.cantus.training.ModelWeights;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.TrainingExample;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dense and compact examples, plain and gzipped. */
final class DatasetEncodingTest {
  private static final int BATCHES = 4;
  private static final MelodyConfig LOOKBACK = MelodyConfig.named("lookback_rnn");

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void input() throws IOException {
    input = DatasetFixture.write(folder.resolve("ns.tfrecord"), DatasetFixture.batches(BATCHES));
  }

  private Path create(String name, String... options) {
    Path out = folder.resolve(name);
    CantusRun run = DatasetFixture.create(input, out.toString(), options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"dense, none", "dense, gzip", "compact, none", "compact, gzip"})
  void allFilesAreTheSameForAnyNumberOfTasks(String encoding, String compression)
      throws IOException {
    String[] options = {"--example_encoding=" + encoding, "--compression=" + compression};
    String ending = compression.equals("gzip") ? ".gz" : "";
    Path out = create("1", options[0], options[1], "--master=local[1]", "--partitions=1");
    Map<String, String> expected = FolderContents.of(out);
    assertThat(expected)
        .containsOnlyKeys(
            "dataset.html",
            "dataset.json",
            "dataset.rejects.jsonl",
            "eval_melodies.tfrecord" + ending,
            "training_melodies.tfrecord" + ending)
        .allSatisfy((name, content) -> assertThat(out.resolve(name)).isNotEmptyFile());
    for (String tasks : List.of("2", "8")) {
      assertThat(FolderContents.of(create(tasks, options[0], options[1], "--partitions=" + tasks)))
          .isEqualTo(expected);
    }
    assertThat(FolderContents.of(create("by size", options))).isEqualTo(expected);
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("dataset.json").toFile());
    assertThat(manifest.get("configuration").get("example_encoding").asText()).isEqualTo(encoding);
    assertThat(manifest.get("configuration").get("compression").asText()).isEqualTo(compression);
  }

  private static List<byte[]> gunzipped(Path file) throws IOException {
    List<byte[]> records = new ArrayList<>();
    byte[] all =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))).readAllBytes();
    try (TfRecordReader reader = new TfRecordReader(new ByteArrayInputStream(all), "all")) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  @Test
  void gzippedFilesHoldTheSameRecordsWithTheMembersOfEachBatch() throws IOException {
    List<byte[]> plain = Tunes.records(create("plain").resolve("training_melodies.tfrecord"));
    Path gzipped = create("gzipped", "--compression=gzip").resolve("training_melodies.tfrecord.gz");
    assertThat(gunzipped(gzipped)).containsExactlyElementsOf(plain);
    assertThat(members(Files.readAllBytes(gzipped))).isEqualTo(BATCHES);
  }

  /** How often a header as Java writes it stands in a file. */
  private static int members(byte[] bytes) {
    int members = 0;
    for (int at = 0; at + 10 <= bytes.length; at++) {
      boolean magic = bytes[at] == 0x1f && bytes[at + 1] == (byte) 0x8b && bytes[at + 2] == 8;
      boolean bare = true;
      for (int i = 3; i < 9; i++) {
        bare &= bytes[at + i] == 0;
      }
      members += magic && bare ? 1 : 0;
    }
    return members;
  }

  @Test
  void aGzippedSideWithoutExamplesIsAFileThatGzipReads() throws IOException {
    Path out = create("training only", "--compression=gzip", "--eval_ratio=0");
    assertThat(out.resolve("eval_melodies.tfrecord.gz")).isNotEmptyFile();
    assertThat(gunzipped(out.resolve("eval_melodies.tfrecord.gz"))).isEmpty();
  }

  @Test
  void compactExamplesAreTheDenseOnes() throws IOException {
    List<byte[]> dense = Tunes.records(create("dense").resolve("training_melodies.tfrecord"));
    List<byte[]> compact =
        Tunes.records(
            create("compact", "--example_encoding=compact").resolve("training_melodies.tfrecord"));
    assertThat(compact).hasSameSizeAs(dense);
    for (int i = 0; i < dense.size(); i++) {
      TrainingExample expected = SequenceExampleReader.read(dense.get(i));
      TrainingExample made = SequenceExampleReader.read(compact.get(i), LOOKBACK);
      assertThat(made.steps()).isEqualTo(expected.steps());
      assertThat(made.inputs()).isEqualTo(expected.inputs());
      assertThat(made.labels()).isEqualTo(expected.labels());
    }
  }

  @Test
  void anotherKindOfDataSetInItsPlaceIsReplacedWhole() {
    Path out = create("again", "--compression=gzip");
    CantusRun refused = DatasetFixture.create(input, out.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("training_melodies.tfrecord.gz", "--overwrite");
    create("again", "--overwrite");
    assertThat(out).isDirectoryNotContaining("glob:**.gz");
  }

  @Test
  void trainingIsTheSameToTheBitFromAGzippedCompactFolder() throws IOException {
    ModelWeights dense = train("dense", create("a"));
    Path compact = create("b", "--example_encoding=compact", "--compression=gzip");
    assertThat(train("compact", compact)).isEqualTo(dense);
  }

  private ModelWeights train(String name, Path examples) throws IOException {
    Path runDir = folder.resolve("run-" + name);
    CantusRun run =
        CantusRun.of(
            "train",
            "--config=lookback_rnn",
            "--run_dir=" + runDir,
            "--sequence_example_file=" + examples,
            "--hparams=batch_size=4,rnn_layer_sizes=[8]",
            "--num_training_steps=3",
            "--master=local[2]");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return BundleReader.read(Files.readAllBytes(runDir.resolve("lookback_rnn.mag")), name)
        .weights();
  }
}
