package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CreateDatasetCommandTest {
  private static final int TUNES = 40;

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void outputs() {
    out = folder.resolve("examples");
  }

  /** Tunes of 8 bars, of which every fourth is too short and every tenth has no notes. */
  private static List<byte[]> sequences() {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < TUNES; i++) {
      int bars = i % 10 == 9 ? 0 : i % 4 == 3 ? 3 : 8;
      records.add(Tunes.sequence("%02d.mid".formatted(i), bars, 48 + i % 12).toByteArray());
    }
    return records;
  }

  private static byte[] framed(List<byte[]> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(bytes)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return bytes.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private CantusRun createDataset(Path input, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "create-dataset",
                "--config=lookback_rnn",
                "--input=" + input,
                "--output_dir=" + out,
                "--master=local[2]"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private List<String> names() throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private byte[] training() throws IOException {
    return Files.readAllBytes(out.resolve("training_melodies.tfrecord"));
  }

  @Test
  void everySequenceGoesToTheSideThatItsNotesSay() throws IOException {
    CantusRun run =
        createDataset(write("ns.tfrecord", framed(sequences())), "--eval_ratio=0.3", "--seed=5");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    int eval = 0;
    int training = 0;
    for (byte[] record : sequences()) {
      NoteSequence sequence = NoteSequence.parseFrom(record);
      if (sequence.getNotesCount() == 32) {
        if (new EvalSplit(0.3, 5).branch(sequence) == Branch.EVAL) {
          eval++;
        } else {
          training++;
        }
      }
    }
    assertThat(eval).isPositive();
    assertThat(training).isPositive();
    assertThat(Tunes.records(out.resolve("eval_melodies.tfrecord"))).hasSize(eval);
    assertThat(Tunes.records(out.resolve("training_melodies.tfrecord"))).hasSize(training);
    assertThat(run.lastLine())
        .startsWith("%d training and %d eval examples in %s".formatted(training, eval, out))
        .contains("from 40 NoteSequences: 28 produced, 12 rejected, 0 failed, 0 skipped");
    assertThat(run.out())
        .contains(
            "Processed 40 inputs total. Produced 28 outputs.\n",
            "DAGPipeline_MelodyExtractor_training_melodies_discarded_too_short: ",
            "8  rejected  melodies-too-short",
            "4  rejected  no-notes");
  }

  @Test
  void theManifestSaysWhatTheDataSetIs() throws IOException {
    Path input = write("ns.tfrecord", framed(sequences()));
    createDataset(input, "--eval_ratio=0.3");
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("dataset.json").toFile());
    JsonNode configuration = manifest.get("configuration");
    assertThat(configuration.get("config").asText()).isEqualTo("lookback_rnn");
    assertThat(configuration.get("eval_ratio").asText()).isEqualTo("0.3");
    assertThat(configuration.get("min_bars").asText()).isEqualTo("7");
    assertThat(configuration.get("dedupe").asText()).isEqualTo("none");
    assertThat(manifest.get("inputs").get("names").get(0).asText()).isEqualTo(input.toString());
    assertThat(manifest.get("counts").get("inputs").asLong()).isEqualTo(TUNES);
    assertThat(manifest.get("reasons").get("melodies-too-short").asLong()).isEqualTo(8);
    JsonNode training = manifest.get("shards").get(0);
    assertThat(training.get("name").asText()).isEqualTo("training_melodies.tfrecord");
    assertThat(training.get("bytes").asLong()).isEqualTo(training().length);
    assertThat(training.get("records").asLong())
        .isEqualTo(Tunes.records(out.resolve("training_melodies.tfrecord")).size());
    String id = manifest.get("id").asText();
    assertThat(id).matches("[0-9a-f]{64}");

    Storage storage = new Storage(new Configuration());
    assertThat(Manifest.idBeside(storage, out + "/training_melodies.tfrecord")).contains(id);
    assertThat(Manifest.idBeside(storage, input.toString())).isEmpty();
    createDataset(input, "--eval_ratio=0.3", "--overwrite", "--partitions=9");
    assertThat(Manifest.idBeside(storage, out + "/x")).contains(id);
    createDataset(input, "--eval_ratio=0.3", "--overwrite", "--config=basic_rnn");
    assertThat(Manifest.idBeside(storage, out + "/x"))
        .hasValueSatisfying(other -> assertThat(other).isNotEqualTo(id));
  }

  @Test
  void theBytesDoNotDependOnTasksNorOnHowTheInputIsStored() throws IOException {
    List<byte[]> records = sequences();
    Path single = write("ns.tfrecord", framed(records));
    createDataset(single, "--master=local[1]", "--partitions=1");
    byte[] expected = training();
    assertThat(expected).isNotEmpty();

    for (String how : List.of("--partitions=2", "--partitions=8", "--partitions=1000")) {
      assertThat(createDataset(single, "--overwrite", how).exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(training()).isEqualTo(expected);
    }

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(framed(records));
    }
    createDataset(write("packed", packed.toByteArray()), "--overwrite");
    assertThat(training()).isEqualTo(expected);

    Path shards = Files.createDirectory(folder.resolve("shards"));
    for (int shard = 0; shard < 4; shard++) {
      Files.write(
          shards.resolve("ns.tfrecord-%05d-of-00004".formatted(shard)),
          framed(records.subList(shard * TUNES / 4, (shard + 1) * TUNES / 4)));
    }
    for (Path input : List.of(shards, shards.resolve("ns.tfrecord@4"), shards.resolve("ns*"))) {
      assertThat(createDataset(input, "--overwrite").exitCode()).isEqualTo(ExitCode.DONE);
      assertThat(training()).isEqualTo(expected);
    }
  }

  private static CantusRun assertRefused(CantusRun run, ExitCode exitCode, String... message) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(message);
    assertThat(run.out()).isEmpty();
    return run;
  }

  @Test
  void aDamagedInputIsNamedWithTheOffsetAndNothingIsWritten() throws IOException {
    byte[] sound = framed(sequences());
    Path cut = write("cut.tfrecord", Arrays.copyOf(sound, sound.length - 5));
    byte[] flipped = sound.clone();
    flipped[sound.length / 2] ^= 1;
    Path damaged = write("damaged.tfrecord", flipped);
    for (String how : List.of("--partitions=1", "--partitions=8", "--partitions=200")) {
      CantusRun run =
          assertRefused(
              createDataset(cut, how), ExitCode.BAD_INPUT, cut.toString(), "cut off", "at byte");
      assertThat(run.err()).hasLineCount(1);
      assertRefused(
          createDataset(damaged, how),
          ExitCode.BAD_INPUT,
          damaged.toString(),
          "wrong checksum",
          "at byte");
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void aRecordThatIsNoNoteSequenceIsRejectedWithItsPlace() throws IOException {
    List<byte[]> records = new ArrayList<>(sequences());
    records.add(1, "no protobuf".getBytes(StandardCharsets.UTF_8));
    CantusRun run = createDataset(write("ns.tfrecord", framed(records)));
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("1  rejected  not-a-note-sequence");
    assertThat(out.resolve("dataset.rejects.jsonl"))
        .content()
        .contains("ns.tfrecord, record at byte " + (records.get(0).length + 16));
  }

  @Test
  void aDataSetIsNotTakenForItsInput() throws IOException {
    createDataset(write("ns.tfrecord", framed(sequences())));
    Path examples = Files.move(out, folder.resolve("made before"));
    assertRefused(
        createDataset(examples.resolve("training_melodies.tfrecord")),
        ExitCode.BAD_INPUT,
        ": a SequenceExample");
  }

  @Test
  void nothingToTrainOnIsBadInputWithItsReasons() throws IOException {
    byte[] none = Tunes.sequence("a", 0, 60).toByteArray();
    byte[] shortTune = Tunes.sequence("b", 2, 60).toByteArray();
    CantusRun run =
        assertRefused(
            createDataset(write("ns.tfrecord", framed(List.of(none, shortTune)))),
            ExitCode.BAD_INPUT,
            "no training examples from 2 NoteSequences",
            "nothing was written");
    assertThat(run.err()).contains("1  rejected  melodies-too-short", "1  rejected  no-notes");
    assertRefused(
        createDataset(write("empty.tfrecord", new byte[0])),
        ExitCode.BAD_INPUT,
        "there are no NoteSequences in");
    assertThat(names()).isEmpty();
  }

  @Test
  void allToEvalIsWhatARatioOfOneAsksFor() throws IOException {
    Path input = write("ns.tfrecord", framed(sequences()));
    assertThat(createDataset(input, "--eval_ratio=1").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(training()).isEmpty();
    assertThat(Tunes.records(out.resolve("eval_melodies.tfrecord"))).hasSize(28);
  }

  @Test
  void aDataSetThatExistsIsReplacedOnlyWhenAsked() throws IOException {
    Path input = write("ns.tfrecord", framed(sequences()));
    assertThat(createDataset(input).exitCode()).isEqualTo(ExitCode.DONE);
    assertRefused(
        createDataset(input), ExitCode.BAD_INPUT, "exists; give --overwrite to replace it");
    assertThat(createDataset(input, "--overwrite").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(names())
        .containsExactly(
            "dataset.html",
            "dataset.json",
            "dataset.rejects.jsonl",
            "eval_melodies.tfrecord",
            "training_melodies.tfrecord");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--config=lokback_rnn | did you mean lookback_rnn?",
        "--melody_encoder_decoder=key | exactly one of --config and --melody_encoder_decoder",
        "--eval_ratio=1.5 | eval_ratio is 1.5 but must be from 0 to 1",
        "--hparams=batchsize=64 | did you mean batch_size?",
        "--partitions=0 | --partitions is 0 but must be at least 1",
      })
  void aMistakeIsNamedBeforeAnythingRuns(String option, String message) throws IOException {
    Path input = write("ns.tfrecord", framed(sequences()));
    assertRefused(createDataset(input, option), ExitCode.USAGE, message);
  }

  @Test
  void aMissingInputIsNamed() {
    assertRefused(
        createDataset(folder.resolve("none.tfrecord")),
        ExitCode.BAD_INPUT,
        "there is no file " + folder.resolve("none.tfrecord"));
  }
}
