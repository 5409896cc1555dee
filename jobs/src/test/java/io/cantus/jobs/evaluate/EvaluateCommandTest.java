package io.cantus.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleWriter;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SharedCorpora;
import io.cantus.jobs.Tunes;
import io.cantus.proto.NoteSequence;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.Tensor;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.midi.MidiWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under a model that knows nothing, each event has one chance in as many as there are classes. */
final class EvaluateCommandTest {
  private static final double ONE_OF_40 = -Math.log(40);

  @TempDir private Path folder;
  private Path bundle;
  private Path music;

  @BeforeEach
  void modelAndMusic() throws IOException {
    bundle = folder.resolve("lookback_rnn.mag");
    Files.write(bundle, BundleWriter.write(knowingNothing("lookback_rnn")));
    music = Files.createDirectory(folder.resolve("music"));
    Files.createDirectory(music.resolve("more"));
    Files.write(music.resolve("a.mid"), Tunes.midi(8, 60));
    Files.write(music.resolve("broken.mid"), new byte[] {'M', 'T', 'h', 'd'});
    Files.write(music.resolve("more/long.mid"), Tunes.midi(10, 48));
    Files.write(music.resolve("short.mid"), Tunes.midi(2, 60));
    Files.writeString(music.resolve("note.txt"), "no music");
  }

  private static Bundle knowingNothing(String name) {
    MelodyConfig config = MelodyConfig.named(name);
    TreeMap<String, Tensor> tensors = new TreeMap<>();
    NetworkShape.plain(config.encoding().inputSize(), List.of(3), config.encoding().numClasses())
        .variables()
        .forEach(
            (variable, dimensions) -> {
              int[] shape = dimensions.stream().mapToInt(Integer::intValue).toArray();
              int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
              tensors.put(variable, new Tensor(shape, new float[size]));
            });
    return new Bundle(config, Optional.empty(), Optional.empty(), ModelWeights.of(tensors));
  }

  private CantusRun evaluate(Path input, String... more) {
    List<String> args =
        new ArrayList<>(List.of("evaluate", "--bundle_file=" + bundle, "--input=" + input));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static List<JsonNode> json(Path file) {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        lines.add(mapper.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private List<JsonNode> rows(Path input, String... more) {
    Path file = folder.resolve("rows.jsonl");
    done(
        evaluate(
            input,
            Stream.concat(Stream.of("--output_file=" + file, "--overwrite"), Stream.of(more))
                .toArray(String[]::new)));
    return json(file);
  }

  private static List<JsonNode> of(String level, List<JsonNode> rows) {
    return rows.stream().filter(row -> row.get("level").asText().equals(level)).toList();
  }

  private static JsonNode total(List<JsonNode> rows) {
    JsonNode total = rows.get(rows.size() - 1);
    assertThat(total.get("level").asText()).isEqualTo("total");
    return total;
  }

  @Test
  void everyFileHasItsLikelihoodOrItsReason() {
    CantusRun run = done(evaluate(music));
    String eightBars = "%14.2f".formatted(127 * ONE_OF_40).strip();
    assertThat(run.out().lines().filter(line -> line.contains("music/")))
        .anySatisfy(
            line ->
                assertThat(line.strip().split(" +"))
                    .startsWith("127", eightBars, "40.0000")
                    .endsWith("music/a.mid,", "melody", "1"))
        .anySatisfy(line -> assertThat(line).contains("music/broken.mid: no-midi-header"))
        .anySatisfy(line -> assertThat(line).contains("music/short.mid: melodies-too-short"))
        .anySatisfy(line -> assertThat(line).contains("music/note.txt: "));
    assertThat(run.out())
        .contains(
            "2 melodies in 5 inputs (2 produced, 2 rejected, 0 failed, 1 skipped), 286 events",
            "log-likelihood %.2f, perplexity 40.0000".formatted(286 * ONE_OF_40),
            "Under the lookback_rnn model of " + bundle);
  }

  @Test
  void melodiesAddUpToFilesAndFilesToTheTotal() throws IOException {
    Files.writeString(
        music.resolve("two.abc"),
        """
        X:1
        L:1/4
        M:4/4
        K:C
        CDEF | GAGF | EDCD | EFGA | CDEF | GAGF | EDCD | EFGC |
        X:2
        L:1/4
        M:4/4
        K:C
        CDEF |
        """);
    Files.write(music.resolve("pause.mid"), MidiWriter.write(twice(Tunes.sequence("", 8, 60))));
    List<JsonNode> rows = rows(music);
    assertThat(of("file", rows))
        .extracting(row -> row.get("source").asText() + " " + row.get("melodies").asInt())
        .containsExactlyInAnyOrder(
            "music/a.mid 1",
            "music/broken.mid 0",
            "music/more/long.mid 1",
            "music/note.txt 0",
            "music/pause.mid 2",
            "music/short.mid 0",
            "music/two.abc, X:1 1",
            "music/two.abc, X:2 0");
    for (String number : List.of("melodies", "events", "log_likelihood")) {
      double all = total(rows).get(number).asDouble();
      for (String level : List.of("melody", "file")) {
        assertThat(
                of(level, rows).stream()
                    .filter(row -> row.has(number))
                    .mapToDouble(row -> row.get(number).asDouble())
                    .sum())
            .as(number + " by " + level)
            .isCloseTo(all, within(1e-9));
      }
    }
    assertThat(of("file", rows)).allMatch(row -> row.has("reason") != row.has("log_likelihood"));
  }

  /** The same again after two bars of rest. */
  private static NoteSequence twice(NoteSequence once) {
    double shift = once.getTotalTime() + 4;
    NoteSequence.Builder twice = once.toBuilder();
    for (NoteSequence.Note note : once.getNotesList()) {
      twice.addNotes(
          note.toBuilder()
              .setStartTime(note.getStartTime() + shift)
              .setEndTime(note.getEndTime() + shift));
    }
    return twice.setTotalTime(once.getTotalTime() + shift).build();
  }

  @Test
  void columnsTellTheSameAsJson() throws IOException {
    Path file = folder.resolve("rows.tsv");
    done(evaluate(music, "--output_file=" + file));
    List<String> lines = Files.readAllLines(file);
    List<JsonNode> rows = rows(music);
    List<String> names = List.of(lines.get(0).split("\t"));
    assertThat(lines).hasSize(rows.size() + 1);
    for (int i = 0; i < rows.size(); i++) {
      String[] cells = lines.get(i + 1).split("\t", -1);
      assertThat(cells).hasSameSizeAs(names);
      for (String name : names) {
        JsonNode value = rows.get(i).get(name);
        assertThat(cells[names.indexOf(name)]).isEqualTo(value == null ? "" : value.asText());
      }
    }
  }

  @Test
  void packsRecordsAndExamplesAreAsLikelyAsTheFilesTheyWereMadeOf() {
    Path pack = folder.resolve("music.seq");
    Path sequences = folder.resolve("ns.tfrecord");
    done(
        CantusRun.of(
            "pack",
            "--input_dir=" + music,
            "--recursive",
            "--output_file=" + pack,
            "--master=local[2]"));
    done(
        CantusRun.of(
            "convert",
            "--input_dir=" + music,
            "--recursive",
            "--output_file=" + sequences,
            "--master=local[2]"));
    double expected = total(rows(music)).get("log_likelihood").asDouble();
    assertThat(expected).isCloseTo(286 * ONE_OF_40, within(1e-6));
    for (Path input :
        List.of(pack, sequences, examples(sequences, "dense"), examples(sequences, "compact"))) {
      assertThat(total(rows(input)).get("log_likelihood").asDouble()).isEqualTo(expected);
    }
  }

  private Path examples(Path sequences, String encoding) {
    Path examples = folder.resolve(encoding);
    done(
        CantusRun.of(
            "create-dataset",
            "--config=lookback_rnn",
            "--input=" + sequences,
            "--output_dir=" + examples,
            "--eval_ratio=0",
            "--example_encoding=" + encoding,
            "--master=local[2]"));
    return examples.resolve("training_melodies.tfrecord");
  }

  @Test
  void whatCountsAsAMelodyCanBeSaid() {
    List<JsonNode> rows = rows(music.resolve("short.mid"), "--min_bars=1", "--max_steps=20");
    assertThat(total(rows).get("events").asInt()).isEqualTo(19);
  }

  @Test
  void examplesOfAnotherConfigAreRefusedByName() {
    Path sequences = folder.resolve("ns.tfrecord");
    done(
        CantusRun.of(
            "convert", "--input_dir=" + music, "--output_file=" + sequences, "--master=local[2]"));
    Path dense = folder.resolve("basic");
    done(
        CantusRun.of(
            "create-dataset",
            "--config=basic_rnn",
            "--input=" + sequences,
            "--output_dir=" + dense,
            "--eval_ratio=0",
            "--master=local[2]"));
    CantusRun run = evaluate(dense.resolve("training_melodies.tfrecord"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .contains("record at byte 0: an example of 38 inputs a step, but lookback_rnn has 121");
  }

  @Test
  void withoutAnyMelodyTheStatusSaysSo() {
    CantusRun run = evaluate(music.resolve("short.mid"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).contains("music/short.mid: melodies-too-short", "1  rejected");
    assertThat(run.err().strip())
        .isEqualTo("cantus: there is no melody in " + music.resolve("short.mid"));
  }

  @Test
  void mistakesEndInOneLine() throws IOException {
    assertMistake(
        CantusRun.of("evaluate", "--bundle_file=" + bundle), ExitCode.USAGE, "--input is missing");
    assertMistake(CantusRun.of("evaluate", "--input=" + music), ExitCode.USAGE, "--bundle_file");
    assertMistake(
        evaluate(music, "--output_file=rows.txt"), ExitCode.USAGE, "must end in .tsv", ".jsonl");
    assertMistake(evaluate(folder.resolve("none")), ExitCode.BAD_INPUT, "none");
    Path existing = Files.createFile(folder.resolve("rows.tsv"));
    assertMistake(
        evaluate(music, "--output_file=" + existing), ExitCode.BAD_INPUT, existing.toString());
    assertThat(existing).isEmptyFile();
  }

  private static void assertMistake(CantusRun run, ExitCode exitCode, String... words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "lookback_rnn, --bundle_file=%s/lookback_rnn.mag",
    "basic_rnn, --checkpoint_file=%s/model.ckpt-5114",
    "attention_rnn, --checkpoint_file=%s/model.ckpt-2698 --hparams=attn_length=40"
  })
  @EnabledIf(SharedCorpora.PRESENT)
  void realModelsFindRealMelodiesAsLikelyAsTheReferenceDoes(String name, String model)
      throws IOException {
    Path models = SharedCorpora.golden("models").resolve(name);
    Path rowsFile = folder.resolve("rows.jsonl");
    List<String> args = new ArrayList<>(List.of("evaluate", "--output_file=" + rowsFile));
    args.addAll(List.of(model.formatted(models).split(" ")));
    args.add("--input=" + SharedCorpora.golden("lakh").resolve(name + ".sample.tfrecord.gz"));
    done(CantusRun.of(args.toArray(String[]::new)));

    JsonNode expected =
        new ObjectMapper().readTree(models.resolve("expected.json").toFile()).get("metrics");
    List<JsonNode> rows = json(rowsFile);
    List<JsonNode> melodies = of("melody", rows);
    assertThat(melodies).hasSize(expected.get("sequences").asInt());
    for (int i = 0; i < melodies.size(); i++) {
      assertThat(-melodies.get(i).get("log_likelihood").asDouble())
          .isCloseTo(expected.get("negative_log_likelihoods").get(i).asDouble(), within(0.01));
    }
    assertThat(total(rows).get("events").asLong()).isEqualTo(expected.get("steps").asLong());
    double perplexity = expected.get("perplexity").asDouble();
    assertThat(total(rows).get("perplexity").asDouble())
        .isCloseTo(perplexity, within(1e-4 * perplexity));
    assertThat(total(rows).get("accuracy").asDouble())
        .isCloseTo(expected.get("accuracy").asDouble(), within(1e-12));
  }
}
