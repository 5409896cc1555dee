package io.cantus.transforms.musicxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What becomes of a corpus of lead sheets beside what the reference made of it: each difference is
 * one that was chosen, and where it is not, all is the same to the bit.
 */
@EnabledIf(SharedCorpora.PRESENT)
final class MusicXmlGoldenTest {
  private static final String CORPUS = "openewld";

  @Test
  void differsFromTheReferenceOnlyWhereThatReadsMusicWrongly() throws IOException {
    Map<String, NoteSequence> ours = ours();
    Map<String, NoteSequence> reference = reference();

    Map<String, Set<String>> titlesByReason = new TreeMap<>();
    reference.forEach(
        (id, expected) -> {
          assertThat(ours).containsKey(id);
          Set<String> reasons = Difference.reasons(expected, ours.get(id));
          assertThat(reasons.isEmpty()).as(id).isEqualTo(expected.equals(ours.get(id)));
          reasons.forEach(
              reason ->
                  titlesByReason
                      .computeIfAbsent(reason, key -> new TreeSet<>())
                      .add(title(expected.getFilename())));
        });

    assertThat(reference).hasSize(95);
    assertThat(titlesByReason.keySet()).containsExactlyElementsOf(Difference.CHOSEN);
    assertThat(titlesByReason.get(Difference.PROGRAM)).hasSize(91);
    assertThat(titlesByReason.get(Difference.TIE)).hasSize(71);
    assertThat(titlesByReason.get(Difference.UPBEAT))
        .containsExactly(
            "Ah!_Sweet_Mystery_of_Life",
            "Are_You_Lonesome_Tonight?",
            "Auld_Lang_Syne",
            "Bewitched,_Bothered_and_Bewildered",
            "Liebestraum_Nr._3",
            "Marcheta",
            "Shenandoah",
            "Summertime",
            "The_Ash_Grove",
            "The_Holly_and_the_Ivy",
            "The_Lady_Is_a_Tramp",
            "Till_We_Meet_Again",
            "Winter_Wonderland");
    assertThat(titlesByReason.get(Difference.OCTAVE))
        .containsExactly(
            "Easy_Street",
            "Liebestraum_Nr._3",
            "Waiting_at_the_Church",
            "You_Took_Advantage_of_Me",
            "You_Turned_the_Tables_on_Me");
    assertThat(titlesByReason.get(Difference.GRACE_NOTE)).containsExactly("Für_Elise");
    assertThat(titlesByReason.get(Difference.LOUDNESS)).containsExactly("Für_Elise");
    assertThat(titlesByReason.get(Difference.MINOR_KEY)).containsExactly("Summertime");
  }

  @Test
  void readsTheFilesWhoseContainersTheReferenceCannotRead() throws IOException {
    List<String> skipped =
        Files.readAllLines(SharedCorpora.golden(CORPUS + "/skipped.tsv")).stream()
            .map(line -> line.split("\t", -1)[1])
            .toList();
    Set<String> additional = new TreeSet<>();
    Set<String> known = reference().keySet();
    ours()
        .forEach(
            (id, sequence) -> {
              if (!known.contains(id)) {
                assertThat(sequence.getNotesCount()).as(sequence.getFilename()).isPositive();
                additional.add(sequence.getFilename());
              }
            });

    assertThat(additional).hasSize(22).containsExactlyInAnyOrderElementsOf(skipped);
  }

  /** The pipeline itself is known to make the reference's examples of the reference's sequences. */
  @Test
  void makesOtherExamplesOnlyWhereMelodiesOrBarsDiffer() throws IOException {
    MelodyPipeline pipeline = new MelodyPipeline(MelodyConfig.named("lookback_rnn"));
    Map<String, NoteSequence> ours = ours();
    Map<String, NoteSequence> reference = reference();
    int expectedExamples = 0;
    int examples = 0;
    int sameSequences = 0;
    int additionalExamples = 0;
    for (NoteSequence sequence : ours.values()) {
      List<byte[]> actual = examples(pipeline, sequence);
      NoteSequence expected = reference.get(sequence.getId());
      if (expected == null) {
        additionalExamples += actual.size();
        continue;
      }
      List<byte[]> expectedBytes = examples(pipeline, expected);
      Set<String> reasons = Difference.reasons(expected, sequence);
      reasons.removeAll(Difference.UNHEARD_BY_MELODIES);
      boolean same = Arrays.deepEquals(actual.toArray(), expectedBytes.toArray());
      if (reasons.isEmpty()) {
        assertThat(same).as(sequence.getFilename()).isTrue();
      }
      sameSequences += same ? 1 : 0;
      expectedExamples += expectedBytes.size();
      examples += actual.size();
    }

    assertThat(expectedExamples).isEqualTo(101);
    assertThat(examples)
        .as("one more: grace notes at one time were taken for a chord")
        .isEqualTo(102);
    assertThat(sameSequences).as("sequences with the same examples").isEqualTo(20);
    assertThat(additionalExamples).as("of files that the reference cannot read").isEqualTo(22);
  }

  private static List<byte[]> examples(MelodyPipeline pipeline, NoteSequence sequence) {
    Outcome<byte[]> outcome = pipeline.run(sequence, Branch.TRAINING).outcome();
    return outcome instanceof Outcome.Produced<byte[]> produced ? produced.values() : List.of();
  }

  private static String title(String filename) {
    return filename.substring(filename.lastIndexOf('/') + 1).replace(".mxl", "");
  }

  private static Map<String, NoteSequence> ours() throws IOException {
    Map<String, NoteSequence> sequences = new LinkedHashMap<>();
    for (Path path : SharedCorpora.files(CORPUS)) {
      if (!path.toString().endsWith(".mxl")) {
        continue;
      }
      String filename = SharedCorpora.corpus(CORPUS).relativize(path).toString();
      SourceFile source = new SourceFile(CORPUS, filename);
      Outcome<byte[]> outcome =
          MusicXmlConverter.convertToRecord(
              source, Files.readAllBytes(path), ConversionLimits.DEFAULTS);
      assertThat(outcome).as(filename).isInstanceOf(Outcome.Produced.class);
      byte[] record = ((Outcome.Produced<byte[]>) outcome).values().get(0);
      NoteSequence sequence = NoteSequence.parseFrom(record);
      sequences.put(sequence.getId(), sequence);
    }
    return sequences;
  }

  private static Map<String, NoteSequence> reference() throws IOException {
    Path path = SharedCorpora.golden(CORPUS + "/notesequences.tfrecord.gz");
    Map<String, NoteSequence> sequences = new LinkedHashMap<>();
    try (TfRecordReader reader =
        new TfRecordReader(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))),
            path.toString())) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        NoteSequence sequence = NoteSequence.parseFrom(record);
        sequences.put(sequence.getId(), sequence);
      }
    }
    return sequences;
  }
}
