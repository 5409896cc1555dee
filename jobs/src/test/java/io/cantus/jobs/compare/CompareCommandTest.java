package io.cantus.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.generation.MelodySequencer;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.transforms.comparison.MelodyFeature;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.midi.MidiWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareCommandTest {
  private static final int[] SCALE = {0, 2, 4, 5, 7};
  private static final int STEPS = 128;

  @TempDir private Path folder;
  private Path slow;
  private Path fast;

  @BeforeEach
  void twoKindsOfMusic() throws IOException {
    slow = music("slow", 4, STEPS);
    fast = music("fast", 1, STEPS);
  }

  /** Twelve melodies, each of notes of one length: one to four times the shortest. */
  private Path music(String name, int shortest, int steps) throws IOException {
    Path music = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < 12; i++) {
      int length = shortest * (i % 4 + 1);
      int[] events =
          IntStream.range(0, steps)
              .map(
                  step ->
                      step % length == 0
                          ? 60 + SCALE[step / length % SCALE.length]
                          : Melody.NO_EVENT)
              .toArray();
      Files.write(
          music.resolve("%02d.mid".formatted(i)),
          MidiWriter.write(MelodySequencer.sequence(Melody.of(events), 120)));
    }
    return music;
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static CantusRun compare(Path generated, Path real, String... more) {
    return CantusRun.of(
        Stream.concat(
                Stream.of("compare", "--generated=" + generated, "--real=" + real), Stream.of(more))
            .toArray(String[]::new));
  }

  private Map<String, JsonNode> figures(Path generated, Path real, String... more) {
    Path file = folder.resolve("figures.jsonl");
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--output_file=" + file, "--overwrite"));
    done(compare(generated, real, options.toArray(String[]::new)));
    Map<String, JsonNode> figures = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = new ObjectMapper().readTree(line);
        figures.put(row.get("feature").asText(), row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(figures).hasSize(MelodyFeature.values().length);
    return figures;
  }

  private static double figure(Map<String, JsonNode> figures, String feature, String column) {
    return figures.get(feature).get(column).asDouble();
  }

  @Test
  void theSameMusicIsNoDistanceApart() {
    figures(fast, fast)
        .values()
        .forEach(
            row -> {
              assertThat(row.get("distance").asDouble()).as(row.toString()).isZero();
              assertThat(row.get("generated_melodies").asInt()).isEqualTo(12);
              assertThat(row.get("real_melodies").asInt()).isEqualTo(12);
            });
  }

  @Test
  void otherMusicIsAsFarAsItDiffers() {
    Map<String, JsonNode> figures = figures(slow, fast);
    // 16 notes to the bar, 8, 16/3 and 4 against a quarter of that, but for what the end cuts off.
    assertThat(figure(figures, "note_density", "real_mean")).isCloseTo(25 / 3.0, within(0.05));
    assertThat(figure(figures, "note_density", "generated_mean"))
        .isCloseTo(25 / 12.0, within(0.05));
    assertThat(figure(figures, "note_density", "distance")).isCloseTo(6.25, within(0.1));
    assertThat(figure(figures, "note_length_histogram", "distance")).isGreaterThan(0.5);
    assertThat(figure(figures, "note_length_histogram", "times_real_halves")).isGreaterThan(2);
    assertThat(figure(figures, "note_density", "oa"))
        .isLessThan(figure(figures, "note_density", "oa_of_real_halves"));
    assertThat(figure(figures, "note_density", "kld"))
        .isGreaterThan(figure(figures, "note_density", "kld_of_real_halves"));
    assertThat(figure(figures, "out_of_scale", "real_mean")).isZero();
    assertThat(figure(figures, "pitch_count", "distance")).isZero();
    assertThat(figures.get("pitch_count").has("times_real_halves")).isFalse();
    assertThat(figures.get("pitch_class_histogram").has("real_mean")).isFalse();
  }

  @Test
  void filesPacksRecordsAndExamplesAreTheSameMusic() {
    Path pack = folder.resolve("fast.seq");
    Path sequences = folder.resolve("ns.tfrecord");
    done(CantusRun.of("pack", "--input_dir=" + fast, "--output_file=" + pack, "--master=local[2]"));
    done(
        CantusRun.of(
            "convert", "--input_dir=" + fast, "--output_file=" + sequences, "--master=local[2]"));
    Map<String, JsonNode> expected = figures(fast, slow);
    assertThat(figures(pack, slow)).isEqualTo(expected);
    assertThat(figures(sequences, slow)).isEqualTo(expected);
    Map<String, JsonNode> back = figures(slow, fast);
    assertThat(figures(slow, sequences)).isEqualTo(back);
    assertThat(figures(slow, examples(sequences, "dense"))).isEqualTo(back);
    assertThat(figures(slow, examples(sequences, "compact"))).isEqualTo(back);
  }

  private Path examples(Path sequences, String encoding) {
    Path examples = folder.resolve(encoding);
    done(
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + sequences,
            "--output_dir=" + examples,
            "--eval_ratio=1",
            "--example_encoding=" + encoding,
            "--master=local[2]"));
    return examples.resolve("eval_melodies.tfrecord");
  }

  @Test
  void whatIsComparedIsDrawnByLotAndTheSeedDecidesIt() {
    Map<String, JsonNode> once = figures(slow, fast, "--num_melodies=5", "--seed=1");
    assertThat(figure(once, "note_density", "generated_melodies")).isEqualTo(5);
    assertThat(figure(once, "note_density", "real_melodies")).isEqualTo(5);
    assertThat(figures(slow, fast, "--num_melodies=5", "--seed=1")).isEqualTo(once);
    assertThat(figures(slow, fast, "--num_melodies=5", "--seed=2")).isNotEqualTo(once);
    assertThat(done(compare(slow, fast, "--num_melodies=5")).out())
        .contains("generated: 5 of 12 melodies", "real: 5 of 12 melodies");
  }

  @Test
  void realMelodiesAreComparedAsFarAsTheGeneratedOnesGo() throws IOException {
    Path sequences = folder.resolve("ns.tfrecord");
    done(
        CantusRun.of(
            "convert", "--input_dir=" + slow, "--output_file=" + sequences, "--master=local[2]"));
    Path longer = examples(sequences, "compact");
    Path shorter = music("shorter", 4, 64);
    figures(shorter, longer)
        .values()
        .forEach(row -> assertThat(row.get("distance").asDouble()).as(row.toString()).isZero());
    assertThat(figure(figures(slow, longer), "note_density", "distance")).isZero();
    assertThat(done(compare(shorter, longer)).out()).contains("The first 64 steps of each:");
    assertThat(done(compare(shorter, longer, "--num_steps=32")).out())
        .contains("The first 32 steps of each:");
  }

  @Test
  void generatedMelodiesThatNoDataSetWouldTakeCountToo() throws IOException {
    int[] dull = IntStream.range(0, 32).map(step -> step % 4 == 0 ? 60 : -2).toArray();
    Files.write(
        slow.resolve("dull.mid"), MidiWriter.write(MelodySequencer.sequence(Melody.of(dull), 120)));
    assertThat(done(compare(slow, fast)).out()).contains("generated: 13 of 13 melodies");
    CantusRun asReal = done(compare(fast, slow));
    assertThat(asReal.out())
        .contains("real: 12 of 12 melodies", "(12 produced, 1 rejected", "melodies-too-short");
  }

  @Test
  void thePageShowsAllFiguresAndLoadsNothing() throws IOException {
    Path page = folder.resolve("page.html");
    Path columns = folder.resolve("figures.tsv");
    done(compare(slow, fast, "--html=" + page, "--output_file=" + columns));
    String html = Files.readString(page);
    for (MelodyFeature feature : MelodyFeature.values()) {
      assertThat(html.split("<h3>" + Pattern.quote(feature.title()) + "</h3>", -1)).hasSize(2);
    }
    assertThat(html)
        .contains("12 generated melodies beside 12 real ones", "Generated 1", "Real 3")
        .contains("Farthest: ")
        .doesNotContain("://", "@import", "url(", "src=", "NaN");
    List<String> lines = Files.readAllLines(columns);
    assertThat(lines).hasSize(1 + MelodyFeature.values().length);
    assertThat(lines).allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(16));
    assertThat(lines).noneMatch(line -> line.contains("NaN") || line.contains("Infinity"));
  }

  @Test
  void mistakesEndInOneLineBeforeAnythingIsWritten() throws IOException {
    assertMistake(CantusRun.of("compare", "--real=" + fast), ExitCode.USAGE, "--generated");
    assertMistake(CantusRun.of("compare", "--generated=" + fast), ExitCode.USAGE, "--real");
    assertMistake(compare(slow, fast, "--num_melodies=2"), ExitCode.USAGE, "must be 4 to 5000");
    assertMistake(compare(slow, fast, "--num_steps=0"), ExitCode.USAGE, "--num_steps is 0");
    assertMistake(compare(slow, fast, "--config=none_rnn"), ExitCode.USAGE, "none_rnn");
    assertMistake(compare(slow, folder.resolve("none")), ExitCode.BAD_INPUT, "none");
    assertMistake(
        compare(slow.resolve("00.mid"), fast),
        ExitCode.BAD_INPUT,
        "00.mid: too few melodies to compare: 1");
    Path existing = Files.createFile(folder.resolve("page.html"));
    assertMistake(
        compare(slow, fast, "--html=" + existing), ExitCode.BAD_INPUT, existing.toString());
    assertThat(existing).isEmptyFile();
  }

  private static void assertMistake(CantusRun run, ExitCode exitCode, String... words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(words);
  }
}
