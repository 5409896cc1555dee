package io.cantus.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.TrainingExample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands make of real files what the reference made of them, byte for byte. */
@EnabledIf(SharedCorpora.PRESENT)
final class GoldenCorporaTest {

  /** Of all tests, so that each corpus is converted once. */
  @TempDir private static Path folder;

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path convert(String corpus) {
    Path output = folder.resolve(corpus + ".tfrecord");
    if (Files.exists(output)) {
      return output;
    }
    CantusRun run =
        CantusRun.of(
            "convert_dir_to_note_sequences",
            "--input_dir=" + SharedCorpora.corpus(corpus),
            "--output_file=" + output,
            "--recursive",
            "--master=local[2]");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lakh", "freedoom", "odd", "jazzsoft", "note-seq", "groove"})
  void noteSequencesAreTheReferencesAndSoAreTheRefusedFiles(String corpus) throws IOException {
    Path output = convert(corpus);
    Map<String, String> made = new TreeMap<>();
    for (byte[] record : Tunes.records(output)) {
      made.put(NoteSequence.parseFrom(record).getId(), HexFormat.of().formatHex(sha256(record)));
    }
    Map<String, String> expected = new TreeMap<>();
    for (String line : Files.readAllLines(SharedCorpora.golden(corpus).resolve("ns.tsv"))) {
      String[] columns = line.split("\t", -1);
      expected.put(columns[0], columns[1]);
    }
    assertThat(made).isEqualTo(expected);

    Set<String> refused = new TreeSet<>();
    Path rejects = folder.resolve(corpus + ".rejects.jsonl");
    if (Files.exists(rejects)) {
      for (String line : Files.readAllLines(rejects)) {
        JsonNode one = new ObjectMapper().readTree(line);
        refused.add(one.get("source").asText().substring(corpus.length() + 1));
      }
    }
    Set<String> left = new TreeSet<>();
    for (String line : Files.readAllLines(SharedCorpora.golden(corpus).resolve("skipped.tsv"))) {
      left.add(line.split("\t", -1)[1]);
    }
    assertThat(refused).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource({
    "lakh, lookback_rnn",
    "lakh, basic_rnn",
    "lakh, mono_rnn",
    "lakh, attention_rnn",
    "freedoom, lookback_rnn",
    "freedoom, attention_rnn",
    "jazzsoft, lookback_rnn",
    "note-seq, lookback_rnn",
  })
  void examplesAreTheReferences(String corpus, String config) throws IOException {
    Path examples = folder.resolve(corpus + "-" + config);
    CantusRun run =
        CantusRun.of(
            "melody_rnn_create_dataset",
            "--config=" + config,
            "--input=" + convert(corpus),
            "--output_dir=" + examples,
            "--eval_ratio=0.10",
            "--partitions=7",
            "--master=local[2]");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<String> made = new ArrayList<>();
    for (String side : List.of("training", "eval")) {
      for (byte[] record : Tunes.records(examples.resolve(side + "_melodies.tfrecord"))) {
        made.add(digest(SequenceExampleReader.read(record)));
      }
    }
    List<String> expected;
    Path golden = SharedCorpora.golden(corpus).resolve(config + ".se.tsv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(golden)), StandardCharsets.UTF_8))) {
      expected = lines.lines().toList();
    }
    assertThat(made).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The reference makes no example of them, and says nothing. */
  @Test
  void theOddFilesAreNothingToTrainOn() {
    CantusRun run =
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + convert("odd"),
            "--output_dir=" + folder.resolve("none"),
            "--master=local[2]");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("rejected  melodies-too-short", "0 produced, 393 rejected");
  }

  /** The golden files' digest: steps, then the inputs of all steps, then their labels. */
  private static String digest(TrainingExample example) {
    float[] inputs = example.inputs();
    int[] labels = example.labels();
    byte[] all = new byte[Long.BYTES + Float.BYTES * inputs.length + Long.BYTES * labels.length];
    ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(example.steps());
    for (float input : inputs) {
      bytes.putFloat(input);
    }
    for (int label : labels) {
      bytes.putLong(label);
    }
    return HexFormat.of().formatHex(sha256(all));
  }
}
