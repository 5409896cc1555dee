package io.cantus.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.generation.GenerationOptions;
import io.cantus.generation.Primer;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SharedCorpora;
import io.cantus.jobs.SongbookDataset;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.model.ModelSource;
import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.midi.MidiWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GenerateCommandTest {
  private static final String HPARAMS = "--hparams=batch_size=8,rnn_layer_sizes=[8]";
  private static final int SET_TEMPO = 0x51;

  @TempDir private static Path shared;
  private static Path runDir;
  private static Path bundle;
  private static Path checkpoint;

  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void trainedModel() throws IOException {
    SongbookDataset dataset = SongbookDataset.in(shared);
    runDir = shared.resolve("my run");
    CantusRun run =
        CantusRun.of(
            "train",
            "--config=lookback_rnn",
            "--run_dir=" + runDir,
            "--sequence_example_file=" + dataset.training(),
            HPARAMS,
            "--num_training_steps=3",
            "--master=local[2]");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    bundle = runDir.resolve("lookback_rnn.mag");
    checkpoint = runDir.resolve("train").resolve("model.ckpt-3.zip");
  }

  @BeforeEach
  void outputs() {
    out = folder.resolve("my melodies");
  }

  private static CantusRun generate(Path into, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "generate",
                "--output_dir=" + into,
                "--num_outputs=3",
                "--num_steps=32",
                "--primer_melody=[60]",
                "--seed=7"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private CantusRun generate(String... more) {
    return generate(out, more);
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  /** One clear line, and nothing is written. */
  private void assertRefused(CantusRun run, ExitCode exitCode, String... words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(words);
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.toString().endsWith(".mid")).sorted().toList();
    }
  }

  private static List<ByteBuffer> midi(Path in) throws IOException {
    List<ByteBuffer> all = new ArrayList<>();
    for (Path file : files(in)) {
      all.add(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
    return all;
  }

  private List<ByteBuffer> made(String name, String... options) throws IOException {
    Path into = folder.resolve(name);
    done(generate(into, options));
    return midi(into);
  }

  @Test
  void bundleRunAndCheckpointAreTheSameModel() throws IOException {
    List<ByteBuffer> ofBundle = made("bundle", "--bundle_file=" + bundle);
    assertThat(ofBundle).hasSize(3).doesNotHaveDuplicates();
    assertThat(made("run", "--run_dir=" + runDir)).isEqualTo(ofBundle);
    assertThat(made("checkpoint", "--checkpoint_file=" + checkpoint)).isEqualTo(ofBundle);
    assertThat(made("named", "--bundle_file=" + bundle, "--config=lookback_rnn", HPARAMS))
        .isEqualTo(ofBundle);
  }

  @Test
  void aSeedRepeatsAndAnOutputDoesNotDependOnTheirNumber() throws IOException {
    String model = "--bundle_file=" + bundle;
    List<ByteBuffer> three = made("three", model);
    assertThat(made("again", model)).isEqualTo(three);
    assertThat(made("other", model, "--seed=8")).doesNotContainAnyElementsOf(three);
    List<ByteBuffer> twelve = made("twelve", model, "--num_outputs=12");
    assertThat(twelve).hasSize(12).startsWith(three.toArray(ByteBuffer[]::new));

    CantusRun unseeded =
        done(
            CantusRun.of(
                "generate",
                model,
                "--output_dir=" + out,
                "--num_outputs=3",
                "--num_steps=32",
                "--primer_melody=[60]"));
    Matcher seed = Pattern.compile("--seed=(\\d+) repeats them").matcher(unseeded.lastLine());
    assertThat(seed.find()).as(unseeded.lastLine()).isTrue();
    assertThat(made("repeated", model, "--seed=" + seed.group(1))).isEqualTo(midi(out));
  }

  @Test
  void filesAreNamedByTimeAndNumber() throws IOException {
    done(generate("--bundle_file=" + bundle, "--num_outputs=10"));
    List<String> names = files(out).stream().map(file -> file.getFileName().toString()).toList();
    assertThat(names).hasSize(10);
    String time = names.get(0).substring(0, "2000-01-01_000000".length());
    assertThat(time).matches("\\d{4}-\\d{2}-\\d{2}_\\d{6}");
    for (int i = 0; i < 10; i++) {
      assertThat(names.get(i)).isEqualTo("%s_%02d.mid".formatted(time, i + 1));
    }
  }

  @Test
  void outputsThatExistAreReplacedOnlyWhenAsked() throws IOException {
    Storage storage = new Storage(new Configuration());
    job(storage, 1, IfExists.REFUSE).run();
    Path file = out.resolve("2024-02-29_235958_1.mid");
    Path index = out.resolve("2024-02-29_235958_index.tsv");
    assertThat(everything(out)).containsExactly(file, index);
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> job(storage, 2, IfExists.REFUSE))
        .isInstanceOf(BadInputException.class)
        .hasMessage("%s exists; give --overwrite to replace it", file);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    job(storage, 2, IfExists.REPLACE).run();
    assertThat(everything(out)).containsExactly(file, index);
    assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
  }

  private static List<Path> everything(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.sorted().toList();
    }
  }

  private GenerateJob job(Storage storage, long seed, IfExists ifExists) {
    GenerateJob.Request request =
        new GenerateJob.Request(
            ModelSource.bundle(storage, bundle.toString()),
            Primer.middleC(0),
            new GenerationOptions(32, 1, 1, 1, 1),
            1,
            seed,
            out.toString(),
            Packing.FILES,
            ifExists,
            LocalDateTime.of(2024, 2, 29, 23, 59, 58));
    return new GenerateJob(
        request, storage, Console.to(new PrintStream(OutputStream.nullOutputStream()), System.err));
  }

  /** What an independent reader finds in a MIDI file. */
  private record Heard(
      int ticksPerQuarter, List<Integer> tempos, List<Integer> pitches, long ticks) {
    static Heard in(Path file) throws IOException, InvalidMidiDataException {
      Sequence sequence = MidiSystem.getSequence(file.toFile());
      List<Integer> tempos = new ArrayList<>();
      List<Integer> pitches = new ArrayList<>();
      for (Track track : sequence.getTracks()) {
        for (int i = 0; i < track.size(); i++) {
          MidiEvent event = track.get(i);
          if (event.getMessage() instanceof MetaMessage meta && meta.getType() == SET_TEMPO) {
            tempos.add(new BigInteger(1, meta.getData()).intValueExact());
          } else if (event.getMessage() instanceof ShortMessage message
              && message.getCommand() == ShortMessage.NOTE_ON
              && message.getData2() > 0) {
            pitches.add(message.getData1());
          }
        }
      }
      return new Heard(sequence.getResolution(), tempos, pitches, sequence.getTickLength());
    }
  }

  private long notesIn(Path in, int microsecondsPerQuarter, int firstPitch, int steps)
      throws IOException, InvalidMidiDataException {
    long notes = 0;
    for (Path file : files(in)) {
      Heard heard = Heard.in(file);
      assertThat(heard.ticksPerQuarter()).isEqualTo(220);
      assertThat(heard.tempos()).containsExactly(microsecondsPerQuarter);
      assertThat(heard.pitches().get(0)).isEqualTo(firstPitch);
      // The end of track stands a tick after the last event.
      assertThat(heard.ticks()).isLessThanOrEqualTo(steps * 55L + 1);
      notes += heard.pitches().size();
    }
    return notes;
  }

  @Test
  void anIndependentReaderFindsTempoAndNotes() throws IOException, InvalidMidiDataException {
    CantusRun run =
        done(generate("--bundle_file=" + bundle, "--qpm=100", "--primer_melody=[62, -2, 64]"));
    assertThat(run.lastLine())
        .isEqualTo(
            "Wrote 3 MIDI files to %s: 32 steps each at 100.0 qpm, %d notes in all; --seed=7 repeats them",
            out, notesIn(out, 600_000, 62, 32));
  }

  @Test
  void atSomeTemposTheSummarySaysThatThereIsOneStepFewer()
      throws IOException, InvalidMidiDataException {
    CantusRun run =
        done(generate("--bundle_file=" + bundle, "--qpm=22", "--num_steps=128", "--num_outputs=1"));
    assertThat(run.lastLine())
        .isEqualTo(
            "Wrote 1 MIDI files to %s: 127 steps each (one fewer than the 128 asked for: at this"
                + " tempo the end falls just before a step) at 22.0 qpm, %d notes in all; --seed=7"
                + " repeats them",
            out, notesIn(out, 2_727_272, 60, 127));
  }

  @Test
  void aPrimerFromMidiBringsItsTempo() throws IOException, InvalidMidiDataException {
    NoteSequence.Builder primer = Tunes.sequence("", 1, 65).toBuilder();
    primer.getTemposBuilder(0).setQpm(150);
    Path file = Files.write(folder.resolve("primer.mid"), MidiWriter.write(primer.build()));
    CantusRun run =
        done(
            generate(
                "--bundle_file=" + bundle,
                "--primer_melody=",
                "--primer_midi=" + file,
                "--qpm=100"));
    assertThat(run.lastLine()).contains("at 150.0 qpm");
    notesIn(out, 400_000, 65, 32);
  }

  @Test
  void withoutAPrimerItIsMiddleC() throws IOException, InvalidMidiDataException {
    CantusRun run = done(generate("--bundle_file=" + bundle, "--primer_melody="));
    assertThat(run.err())
        .contains("No priming sequence specified. Defaulting to a single middle C.");
    notesIn(out, 500_000, 60, 32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--primer_melody=60 | primer_melody: expected a list in brackets at character 1",
        "--primer_melody=[60, 128] | primer_melody: 128 at character 6 is no event",
        "--primer_melody=[60 62] | primer_melody: expected ',' or ']' at character 5",
        "--primer_melody=[60, 6x] | primer_melody: expected a whole number at character 6",
        "--num_steps=2 | the primer takes 3 steps and leaves none of num_steps 2; give at least 4",
        "--num_steps=3 | the primer takes 3 steps and leaves none of num_steps 3; give at least 4",
        "--num_outputs=0 | num_outputs is 0 and must be 1 to 100000000",
        "--temperature=0 | temperature",
        "--beam_size=0 | beam_size",
        "--qpm=2 | qpm is 2.0; a MIDI file can hold tempos from 3.58 to 60000000",
        "--config=basic_rnn | holds a lookback_rnn model, not basic_rnn",
        "--config=lokback_rnn | did you mean lookback_rnn?",
        "--hparams=rnn_layer_sizes=[64,64] | other hparams: rnn_layer_sizes is [8], not [64, 64]",
        "--hparams=rnn_layer_size=[8] | did you mean rnn_layer_sizes?",
        "--run_dir=x | give either --bundle_file or a checkpoint",
        "--checkpoint_file=x | give either --bundle_file or a checkpoint",
      })
  void aMistakeIsNamedBeforeAnythingIsWritten(String option, String message) {
    assertRefused(generate("--bundle_file=" + bundle, option), ExitCode.USAGE, message);
  }

  @Test
  void theLeastNumberOfStepsIsEnough() throws IOException {
    done(generate("--bundle_file=" + bundle, "--num_steps=4"));
    assertThat(files(out)).hasSize(3);
  }

  @Test
  void exactlyOneModelMustBeGiven() {
    assertRefused(generate(), ExitCode.USAGE, "give one model: --bundle_file, --run_dir or");
    assertRefused(
        generate("--run_dir=" + runDir, "--checkpoint_file=" + checkpoint),
        ExitCode.USAGE,
        "give one model");
  }

  @Test
  void aModelThatIsNoneIsNamed() throws IOException {
    Path page = Files.writeString(folder.resolve("page.mag"), "<html>404 Not Found</html>");
    assertRefused(
        generate("--bundle_file=" + page),
        ExitCode.BAD_INPUT,
        page + ": not a generator bundle (.mag) but a web page, \"404 Not Found\"");
    byte[] whole = Files.readAllBytes(bundle);
    Path half = Files.write(folder.resolve("half.mag"), Arrays.copyOf(whole, whole.length / 2));
    assertRefused(generate("--bundle_file=" + half), ExitCode.BAD_INPUT, half.toString());
    Path none = folder.resolve("none.mag");
    assertRefused(
        generate("--bundle_file=" + none), ExitCode.BAD_INPUT, "there is no bundle " + none);
    assertRefused(
        generate("--run_dir=" + folder),
        ExitCode.BAD_INPUT,
        "there is no checkpoint in " + folder.resolve("train") + "; train first");
    assertRefused(
        generate("--checkpoint_file=" + none),
        ExitCode.BAD_INPUT,
        "there is no checkpoint " + none);
    assertRefused(
        generate("--checkpoint_file=" + page),
        ExitCode.BAD_INPUT,
        page + ": not a checkpoint of Cantus");
    assertRefused(
        generate("--run_dir=" + runDir, "--config=basic_rnn"),
        ExitCode.USAGE,
        checkpoint + " holds a lookback_rnn model, not basic_rnn");
  }

  @Test
  void aPrimerThatIsNoMelodyIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mid"), "no MIDI");
    NoteSequence.Builder duet = Tunes.sequence("", 1, 60).toBuilder();
    duet.addNotesBuilder()
        .setInstrument(1)
        .setProgram(40)
        .setPitch(72)
        .setVelocity(80)
        .setEndTime(1);
    Path two = Files.write(folder.resolve("duet.mid"), MidiWriter.write(duet.build()));
    Path none = folder.resolve("none.mid");
    String model = "--bundle_file=" + bundle;
    assertRefused(
        generate(model, "--primer_melody=", "--primer_midi=" + none),
        ExitCode.BAD_INPUT,
        "there is no primer " + none);
    assertRefused(
        generate(model, "--primer_melody=", "--primer_midi=" + text),
        ExitCode.BAD_INPUT,
        text + ": cannot be read as MIDI: ");
    assertRefused(
        generate(model, "--primer_melody=", "--primer_midi=" + two),
        ExitCode.BAD_INPUT,
        two + ": cannot be a primer: 2 instruments play melodies in it; keep one");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        generate(file, "--bundle_file=" + bundle), ExitCode.BAD_INPUT, "cannot write into " + file);
  }

  @Test
  void aSavedBundleIsTheOneThatTrainingWrote() throws IOException {
    Path saved = folder.resolve("saved.mag");
    String[] save = {
      "generate", "--save_generator_bundle", "--run_dir=" + runDir, "--bundle_file=" + saved
    };
    CantusRun run = done(CantusRun.of(save));
    assertThat(run.lastLine()).isEqualTo("Bundle of %s in %s", checkpoint, saved);
    byte[] bytes = Files.readAllBytes(saved);
    assertThat(bytes).isEqualTo(Files.readAllBytes(bundle));

    String[] describe = {
      "generate",
      "--save_generator_bundle",
      "--checkpoint_file=" + checkpoint,
      "--bundle_file=" + saved,
      "--bundle_description=After three steps."
    };
    assertRefused(
        CantusRun.of(describe),
        ExitCode.BAD_INPUT,
        saved + " exists; give --overwrite to replace it");
    assertThat(Files.readAllBytes(saved)).isEqualTo(bytes);
    List<String> args = new ArrayList<>(List.of(describe));
    args.add("--overwrite");
    done(CantusRun.of(args.toArray(String[]::new)));
    Bundle described = BundleReader.read(Files.readAllBytes(saved), "saved");
    assertThat(described.description()).contains("After three steps.");
    assertThat(everything(folder)).containsExactly(saved);

    assertRefused(
        CantusRun.of("generate", "--save_generator_bundle", "--run_dir=" + runDir),
        ExitCode.USAGE,
        "--bundle_file is missing");
    assertRefused(
        CantusRun.of("generate", "--save_generator_bundle", "--bundle_file=" + saved),
        ExitCode.USAGE,
        "give one model");
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void checkpointsOfMagentaAreModelsWhoseConfigNeedNotBeNamed() throws IOException {
    Path prefix = SharedCorpora.golden("models").resolve("basic_rnn").resolve("model.ckpt-5114");
    String model = "--checkpoint_file=" + prefix;
    List<ByteBuffer> expected = made("prefix", model, "--config=basic_rnn");
    assertThat(expected).hasSize(3);
    assertThat(made("index", model + ".index", "--config=basic_rnn")).isEqualTo(expected);
    assertThat(made("unnamed", model)).isEqualTo(expected);

    Path saved = folder.resolve("basic.mag");
    done(
        CantusRun.of(
            "generate",
            "--save_generator_bundle",
            model,
            "--config=basic_rnn",
            "--bundle_file=" + saved));
    assertThat(made("saved", "--bundle_file=" + saved)).isEqualTo(expected);
    Bundle.Origin origin =
        BundleReader.read(Files.readAllBytes(saved), "saved").origin().orElseThrow();
    assertThat(origin.globalStep()).isEqualTo(5114);
    assertThat(origin.hparams()).contains("rnn_layer_sizes=[128,128]");

    String[] wrong = {
      "generate",
      "--save_generator_bundle",
      model,
      "--config=lookback_rnn",
      "--bundle_file=" + folder.resolve("wrong.mag")
    };
    assertRefused(CantusRun.of(wrong), ExitCode.BAD_INPUT, prefix.toString(), "another config");
    assertThat(folder.resolve("wrong.mag")).doesNotExist();
    assertRefused(
        generate(model, "--config=basic_rnn", HPARAMS),
        ExitCode.USAGE,
        "rnn_layer_sizes is [128, 128], not [8]");
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void bundlesOfMagentaAreModelsAndWhatIsNoneIsToldApart() throws IOException {
    Path models = SharedCorpora.golden("models");
    Path real = models.resolve("lookback_rnn").resolve("lookback_rnn.mag");
    List<ByteBuffer> expected = made("real", "--bundle_file=" + real);
    assertThat(expected).hasSize(3).doesNotHaveDuplicates();
    assertThat(made("named", "--bundle_file=" + real, "--config=lookback_rnn")).isEqualTo(expected);
    assertRefused(
        generate("--bundle_file=" + real, "--config=basic_rnn"),
        ExitCode.USAGE,
        real + " holds a lookback_rnn model, not basic_rnn");

    Path none = models.resolve("not_a_bundle.mag");
    assertRefused(
        generate("--bundle_file=" + none), ExitCode.BAD_INPUT, none + ": not a generator bundle");
  }

  @Test
  @EnabledIf(SharedCorpora.PRESENT)
  void modelsWithAttentionAreToldHowFarItLooksBack() throws IOException {
    Path prefix =
        SharedCorpora.golden("models").resolve("attention_rnn").resolve("model.ckpt-2698");
    String model = "--checkpoint_file=" + prefix;
    List<ByteBuffer> expected = made("config", model, "--config=attention_rnn");
    assertThat(expected).hasSize(3).doesNotHaveDuplicates();
    String[] otherConfig = {model, "--melody_encoder_decoder=key"};
    assertRefused(
        generate(otherConfig),
        ExitCode.BAD_INPUT,
        prefix + ": the model has attention",
        "--hparams=attn_length=N");
    assertRefused(generate(model), ExitCode.BAD_INPUT, "--hparams=attn_length=N");
    assertThat(made("told", model, otherConfig[1], "--hparams=attn_length=40")).isEqualTo(expected);
    assertThat(made("other", model, otherConfig[1], "--hparams=attn_length=3"))
        .isNotEqualTo(expected);

    Path saved = folder.resolve("attention.mag");
    done(
        CantusRun.of(
            "generate",
            "--save_generator_bundle",
            model,
            "--config=attention_rnn",
            "--bundle_file=" + saved));
    assertThat(made("saved", "--bundle_file=" + saved)).isEqualTo(expected);
  }
}
