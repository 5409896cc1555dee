package io.cantus.transforms.midi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf(SharedCorpora.PRESENT)
final class MidiGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"lakh", "freedoom", "odd", "jazzsoft", "note-seq", "groove"})
  void everyRecordAndEveryRefusalIsTheReferences(String corpus) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    Map<String, Rejection> refused = new TreeMap<>();
    for (Path path : SharedCorpora.files(corpus)) {
      if (!isMidi(path) || isMidi(path.getParent())) {
        // A folder with a MIDI name is no file, and the reference does not look into it.
        continue;
      }
      String filename = SharedCorpora.corpus(corpus).relativize(path).toString();
      SourceFile source = new SourceFile(corpus, filename);
      byte[] midi = Files.readAllBytes(path);
      Outcome<byte[]> outcome =
          MidiConverter.convertToRecord(source, midi, ConversionLimits.DEFAULTS);
      if (outcome instanceof Outcome.Produced<byte[]> produced) {
        byte[] record = produced.values().get(0);
        digests.put(source.id("midi"), sha256(record));
        assertThat(MidiConverter.convert(source, midi))
            .as("as a message: %s", filename)
            .isEqualTo(Outcome.produced(NoteSequence.parseFrom(record)));
        assertThat(NoteSequence.parseFrom(record).toByteArray())
            .as("written again: %s", filename)
            .isEqualTo(record);
      } else if (outcome instanceof Outcome.Rejected<byte[]> rejected) {
        refused.put(filename, rejected.rejection());
      } else {
        assertThat(outcome).as(filename).isNull();
      }
    }

    Map<String, String> expected = expectedDigests(corpus);
    assertThat(differences(digests, expected)).as("of %d records", expected.size()).isEmpty();
    assertThat(refused.keySet())
        .as("refused: %s", refused)
        .isEqualTo(expectedRefusals(corpus).keySet());
    assertThat(refused.values()).allMatch(rejection -> rejection.offset().isPresent());
  }

  private static List<String> differences(
      Map<String, String> actual, Map<String, String> expected) {
    Set<String> ids = new TreeSet<>(actual.keySet());
    ids.addAll(expected.keySet());
    return ids.stream()
        .filter(id -> !Objects.equals(actual.get(id), expected.get(id)))
        .map(id -> id + ": " + actual.get(id) + ", but the reference has " + expected.get(id))
        .toList();
  }

  private static boolean isMidi(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".mid") || name.endsWith(".midi");
  }

  private static Map<String, String> expectedDigests(String corpus) throws IOException {
    Map<String, String> digests =
        rows(corpus + "/ns.tsv").stream()
            .filter(row -> row[0].startsWith("/id/midi/"))
            .collect(Collectors.toMap(row -> row[0], row -> row[1], (a, b) -> a, TreeMap::new));
    assertThat(digests).as("golden records of %s", corpus).isNotEmpty();
    return digests;
  }

  private static Map<String, String> expectedRefusals(String corpus) throws IOException {
    return rows(corpus + "/skipped.tsv").stream()
        .filter(row -> row[0].equals("skip"))
        .collect(Collectors.toMap(row -> row[1], row -> row[2], (a, b) -> a, TreeMap::new));
  }

  private static List<String[]> rows(String path) throws IOException {
    return Files.readAllLines(SharedCorpora.golden(path), UTF_8).stream()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static String sha256(byte[] data) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
  }
}
