package io.cantus.transforms.musicxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.tfrecord.TfRecordReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    Map<Set<String>, Integer> counts = new LinkedHashMap<>();
    Map<String, Set<String>> rare = new TreeMap<>();
    reference.forEach(
        (id, expected) -> {
          NoteSequence actual = ours.get(id);
          Set<String> reasons = Difference.reasons(expected, actual);
          assertThat(reasons.isEmpty()).as(id).isEqualTo(expected.equals(actual));
          if (reasons.contains("upbeat"))
            System.out.println(
                "UP "
                    + expected.getFilename().replaceAll(".*/", "")
                    + " "
                    + expected.getTimeSignaturesList().stream()
                        .map(t -> t.getTime() + ":" + t.getNumerator() + "/" + t.getDenominator())
                        .toList()
                    + actual.getTimeSignaturesList().stream()
                        .map(t -> t.getTime() + ":" + t.getNumerator() + "/" + t.getDenominator())
                        .toList());
          counts.merge(reasons, 1, Integer::sum);
          reasons.forEach(
              reason ->
                  rare.computeIfAbsent(reason, key -> new TreeSet<>())
                      .add(expected.getFilename().replaceAll(".*/", "")));
        });
    System.out.println(counts);
    rare.forEach(
        (reason, files) ->
            System.out.println(
                reason + " " + files.size() + " " + (files.size() < 10 ? files : "")));
    System.out.println(ours.size());
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
