package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.Feature;
import io.cantus.proto.FeatureList;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.SequenceExample;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.encoding.MelodyConfig;
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
    List<NoteSequence> sequences = noteSequences(corpus);
    int produced = 0;
    int rejected = 0;
    for (NoteSequence sequence : sequences) {
      MelodyPipeline.Result result = pipeline.run(sequence, Branch.TRAINING);
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
    assertThat(produced + rejected).isEqualTo(sequences.size());
  }

  private static List<NoteSequence> noteSequences(String corpus) throws IOException {
    Path path = SharedCorpora.golden(corpus + "/notesequences.tfrecord.gz");
    List<NoteSequence> sequences = new ArrayList<>();
    try (TfRecordReader reader =
        new TfRecordReader(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))),
            path.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        sequences.add(NoteSequence.parseFrom(record));
      }
    }
    return sequences;
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

  /** SHA-256 of the number of steps, then all inputs, then all labels, little-endian. */
  private static String digest(SequenceExample example) {
    Map<String, FeatureList> lists = example.getFeatureLists().getFeatureListMap();
    List<Feature> inputs = lists.get("inputs").getFeatureList();
    List<Feature> labels = lists.get("labels").getFeatureList();
    int inputSize = inputs.get(0).getFloatList().getValueCount();
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + inputs.size() * (4 * inputSize + 8))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(inputs.size());
    inputs.forEach(step -> step.getFloatList().getValueList().forEach(bytes::putFloat));
    labels.forEach(step -> step.getInt64List().getValueList().forEach(bytes::putLong));
    assertThat(bytes.remaining()).isZero();
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
