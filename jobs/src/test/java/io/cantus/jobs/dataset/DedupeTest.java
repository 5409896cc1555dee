package io.cantus.jobs.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.proto.NoteSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies among NoteSequences, made on purpose. */
final class DedupeTest {
  @TempDir private Path folder;
  private List<NoteSequence> originals;
  private Path input;

  /** The originals, their copies under other names, and the same played softer. */
  @BeforeEach
  void input() throws IOException {
    originals = DatasetFixture.batches(2);
    List<NoteSequence> all = new ArrayList<>(originals);
    for (NoteSequence original : originals) {
      all.add(named(original.toBuilder(), "copy of " + original.getFilename()));
    }
    for (NoteSequence original : originals) {
      NoteSequence.Builder softer = original.toBuilder();
      softer.getNotesBuilderList().forEach(note -> note.setVelocity(30).setProgram(5));
      all.add(named(softer, "softer " + original.getFilename()));
    }
    input = DatasetFixture.write(folder.resolve("ns.tfrecord"), all);
  }

  private static NoteSequence named(NoteSequence.Builder sequence, String name) {
    return sequence.setId("/id/test/" + name).setFilename(name).setCollectionName("copies").build();
  }

  private Path create(String name, Path from, String... options) {
    Path out = folder.resolve(name);
    CantusRun run = DatasetFixture.create(from, out.toString(), options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return out;
  }

  private static byte[] training(Path out) throws IOException {
    return Files.readAllBytes(out.resolve("training_melodies.tfrecord"));
  }

  /** What each source was refused for. */
  private static Map<String, String> refusals(Path out, String reason) throws IOException {
    Map<String, String> refusals = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("dataset.rejects.jsonl"))) {
      JsonNode refusal = new ObjectMapper().readTree(line);
      if (refusal.get("reason").asText().equals(reason)) {
        assertThat(refusal.get("stage").asText()).isEqualTo("dedupe");
        refusals.put(refusal.get("source").asText(), refusal.get("message").asText());
      }
    }
    return refusals;
  }

  @Test
  void copiesAreKeptUnlessAskedAndAllOnOneSide() throws IOException {
    Path once = create("once", DatasetFixture.write(folder.resolve("once.tfrecord"), originals));
    Path thrice = create("thrice", input);
    for (String side : List.of("training_melodies.tfrecord", "eval_melodies.tfrecord")) {
      long bytes = Files.size(once.resolve(side));
      assertThat(bytes).isPositive();
      assertThat(thrice.resolve(side)).hasSize(3 * bytes);
    }
  }

  @Test
  void copiesUnderOtherNamesAreRejectedEachWithTheNameOfTheFirst() throws IOException {
    Path out = create("bytes", input, "--dedupe=bytes");
    Map<String, String> refusals = refusals(out, "duplicate-bytes");
    assertThat(refusals).hasSize(originals.size());
    assertThat(refusals.get("copy of 003.mid")).isEqualTo("the same bytes as 003.mid");
    Path twice = folder.resolve("twice.tfrecord");
    List<NoteSequence> without = new ArrayList<>(originals);
    without.addAll(originals);
    assertThat(training(out))
        .isEqualTo(training(create("twice", DatasetFixture.write(twice, without))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "8"})
  void theSameMusicIsTakenOnceWhateverTheNumberOfTasks(String partitions) throws IOException {
    Path out = create("notes", input, "--dedupe=notes", "--partitions=" + partitions);
    Map<String, String> refusals = refusals(out, "duplicate-notes");
    assertThat(refusals).hasSize(2 * originals.size());
    assertThat(refusals.get("softer 003.mid")).isEqualTo("the same notes as 003.mid");
    Path once = create("once", DatasetFixture.write(folder.resolve("once.tfrecord"), originals));
    assertThat(training(out)).isEqualTo(training(once));
    JsonNode counts =
        new ObjectMapper().readTree(out.resolve("dataset.json").toFile()).get("counts");
    assertThat(counts.get("inputs").asLong()).isEqualTo(3L * originals.size());
    assertThat(counts.get("produced").asLong() + counts.get("rejected").asLong())
        .isEqualTo(3L * originals.size());
  }

  @Test
  void sequencesWithoutNotesAreNoCopiesOfOneAnother() throws IOException {
    List<NoteSequence> withSilence = new ArrayList<>(originals);
    for (String name : List.of("silence.mid", "more silence.mid")) {
      withSilence.add(named(NoteSequence.newBuilder(), name));
    }
    Path from = DatasetFixture.write(folder.resolve("silence.tfrecord"), withSilence);

    Path out = create("notes", from, "--dedupe=notes");

    assertThat(refusals(out, "duplicate-notes")).isEmpty();
    assertThat(Files.readString(out.resolve("dataset.rejects.jsonl")))
        .contains("\"silence.mid\"", "\"more silence.mid\"", "no-notes");
  }
}
