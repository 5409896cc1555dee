package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.Feature;
import io.cantus.proto.FeatureList;
import io.cantus.proto.SequenceExample;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.statistics.Statistics;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pipeline makes of the corpora's NoteSequences is what the reference made of them. */
@EnabledIf(SharedCorpora.PRESENT)
class GoldenMelodyPipelineTest {

  @ParameterizedTest
  @CsvSource({
    "lakh, basic_rnn",
    "lakh, mono_rnn",
    "lakh, lookback_rnn",
    "lakh, attention_rnn",
    "freedoom, basic_rnn",
    "freedoom, mono_rnn",
    "freedoom, lookback_rnn",
    "freedoom, attention_rnn",
    "jazzsoft, lookback_rnn",
    "note-seq, lookback_rnn",
    "odd, lookback_rnn",
    "openewld, lookback_rnn"
  })
  void makesTheReferencesExamplesAndStatistics(String corpus, String config) throws IOException {
    MelodyPipeline pipeline = new MelodyPipeline(MelodyConfig.named(config));
    Statistics statistics = new Statistics();
    List<String> digests = new ArrayList<>();
    List<byte[]> records = noteSequences(corpus);
    int produced = 0;
    int rejected = 0;
    for (byte[] record : records) {
      MelodyPipeline.Result result = pipeline.run(SequenceColumns.parse(record), Branch.TRAINING);
      statistics.merge(result.statistics());
      if (result.outcome() instanceof Outcome.Produced<byte[]> examples) {
        produced++;
        for (byte[] example : examples.values()) {
          digests.add(digest(SequenceExample.parseFrom(example)));
        }
      } else if (result.outcome() instanceof Outcome.Rejected<byte[]>) {
        rejected++;
      }
    }

    // In these corpora ascending instruments give the reference's order, elsewhere it may differ.
    assertThat(digests).containsExactlyElementsOf(goldenDigests(corpus, config));
    // None of these sequences is left out by the Quantizer, so its stale counter does not show.
    assertThat(statistics.render())
        .isEqualTo(Files.readString(SharedCorpora.golden(corpus + "/" + config + ".stats.txt")));
    assertThat(produced + rejected).isEqualTo(records.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn"})
  void compactExamplesUnfoldIntoTheReferences(String name) throws IOException {
    MelodyConfig config = MelodyConfig.named(name);
    MelodyPipeline pipeline =
        new MelodyPipeline(config, DatasetOptions.DEFAULTS, ExampleEncoding.COMPACT);
    List<String> digests = new ArrayList<>();
    for (byte[] record : noteSequences("lakh")) {
      MelodyPipeline.Result result = pipeline.run(SequenceColumns.parse(record), Branch.TRAINING);
      if (result.outcome() instanceof Outcome.Produced<byte[]> examples) {
        for (byte[] example : examples.values()) {
          digests.add(digest(SequenceExampleReader.read(example, config)));
        }
      }
    }

    assertThat(digests).containsExactlyElementsOf(goldenDigests("lakh", name));
  }

  private static List<byte[]> noteSequences(String corpus) throws IOException {
    Path path = SharedCorpora.golden(corpus + "/notesequences.tfrecord.gz");
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        new TfRecordReader(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))),
            path.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static List<String> goldenDigests(String corpus, String config) throws IOException {
    Path path = SharedCorpora.golden(corpus + "/" + config + ".se.tsv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  private static String digest(SequenceExample example) {
    Map<String, FeatureList> lists = example.getFeatureLists().getFeatureListMap();
    List<Feature> inputs = lists.get("inputs").getFeatureList();
    List<Feature> labels = lists.get("labels").getFeatureList();
    int inputSize = inputs.get(0).getFloatList().getValueCount();
    ByteBuffer bytes = toDigest(inputs.size(), inputSize);
    inputs.forEach(step -> step.getFloatList().getValueList().forEach(bytes::putFloat));
    labels.forEach(step -> step.getInt64List().getValueList().forEach(bytes::putLong));
    return digest(bytes);
  }

  private static String digest(TrainingExample example) {
    ByteBuffer bytes = toDigest(example.steps(), example.inputSize());
    for (float input : example.inputs()) {
      bytes.putFloat(input);
    }
    for (int label : example.labels()) {
      bytes.putLong(label);
    }
    return digest(bytes);
  }

  /** Room for the number of steps, then all inputs, then all labels, little-endian. */
  private static ByteBuffer toDigest(int steps, int inputSize) {
    return ByteBuffer.allocate(8 + steps * (4 * inputSize + 8))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(steps);
  }

  private static String digest(ByteBuffer bytes) {
    assertThat(bytes.remaining()).isZero();
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes.flip());
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
