package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.generation.EventNetwork;
import io.cantus.generation.EventRnn;
import io.cantus.generation.bundle.Bundle;
import io.cantus.generation.bundle.BundleReader;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import io.cantus.jobs.TensorFlowInput;
import io.cantus.jobs.Tunes;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.manifest.Manifest;
import io.cantus.proto.Event;
import io.cantus.proto.NoteSequence;
import io.cantus.proto.Summary;
import io.cantus.training.AttentionPlace;
import io.cantus.training.HyperParameters;
import io.cantus.training.ModelWeights;
import io.cantus.training.NetworkShape;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.dataset.Branch;
import io.cantus.transforms.dataset.CompactExample;
import io.cantus.transforms.dataset.DatasetOptions;
import io.cantus.transforms.dataset.EvalSplit;
import io.cantus.transforms.dataset.ExampleEncoding;
import io.cantus.transforms.dataset.MelodyPipeline;
import io.cantus.transforms.dataset.SequenceExampleReader;
import io.cantus.transforms.dataset.SequenceExampleWriter;
import io.cantus.transforms.dataset.TrainingExample;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.midi.MidiConverter;
import io.cantus.transforms.sequence.Fingerprint;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.source.SourceFile;
import io.cantus.transforms.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainCommandTest {
  private static final MelodyConfig LOOKBACK = MelodyConfig.named("lookback_rnn");
  private static final String HPARAMS = "batch_size=8,rnn_layer_sizes=[8]";
  private static final String[] TAGS = {
    "loss",
    "metrics/perplexity",
    "metrics/accuracy",
    "metrics/event_accuracy",
    "metrics/no_event_accuracy",
    "metrics/loss_per_step",
    "metrics/perplexity_per_step"
  };

  @TempDir private static Path shared;
  private static SongbookDataset dataset;

  @TempDir private Path folder;
  private Path runDir;

  @BeforeAll
  static void examples() throws IOException {
    dataset = SongbookDataset.in(shared);
  }

  @BeforeEach
  void run() {
    // A name that must not be taken for an escaped one.
    runDir = folder.resolve("run 1%20");
  }

  private CantusRun train(String... more) {
    return train(runDir, more);
  }

  private static CantusRun train(Path into, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--config=lookback_rnn",
                "--run_dir=" + into,
                "--sequence_example_file=" + dataset.training(),
                "--hparams=" + HPARAMS,
                "--num_workers=2",
                "--averaging_frequency=2",
                "--num_training_steps=4",
                "--master=local[2]"));
    args.addAll(List.of(more));
    return CantusRun.of(args.toArray(String[]::new));
  }

  private static CantusRun done(CantusRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static void assertRefused(CantusRun run, ExitCode exitCode, String... words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cantus: ")
        .contains(words);
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
    assertThat(run.out()).isEmpty();
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> checkpoints() throws IOException {
    return names(runDir.resolve("train")).stream()
        .filter(name -> name.startsWith("model.ckpt-"))
        .toList();
  }

  private Checkpoint checkpoint(long step) throws IOException {
    String name = "model.ckpt-%d.zip".formatted(step);
    return Checkpoint.of(Files.readAllBytes(runDir.resolve("train").resolve(name)), name);
  }

  private static byte[] bundleBytes(Path of) throws IOException {
    return Files.readAllBytes(of.resolve("lookback_rnn.mag"));
  }

  private static Bundle bundle(Path of) throws IOException {
    return BundleReader.read(bundleBytes(of), "the bundle");
  }

  private static List<Event> events(Path in) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String name : names(in)) {
      if (name.startsWith("events.out.tfevents.")) {
        for (byte[] record : Tunes.records(in.resolve(name))) {
          events.add(Event.parseFrom(record));
        }
      }
    }
    return events;
  }

  private static Map<String, Float> scalars(Event event) {
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (Summary.Value value : event.getSummary().getValueList()) {
      scalars.put(value.getTag(), value.getSimpleValue());
    }
    return scalars;
  }

  private static String datasetId() {
    return Manifest.idBeside(new Storage(new Configuration()), dataset.training().toString())
        .orElseThrow();
  }

  private static Path framed(Path file, List<byte[]> records) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return file;
  }

  @Test
  void aRunLeavesCheckpointsEventsAndABundleThatAgree() throws IOException, InterruptedException {
    CantusRun run = done(train("--num_training_steps=12"));

    assertThat(names(runDir))
        .containsExactly("best", "eval", "lookback_rnn.mag", "report.html", "train");
    List<String> files = names(runDir.resolve("train"));
    assertThat(files).hasSize(3);
    assertThat(files.get(0)).startsWith("events.out.tfevents.");
    assertThat(files.subList(1, 3)).containsExactly("model.ckpt-0.zip", "model.ckpt-12.zip");

    List<Event> events = events(runDir.resolve("train"));
    // Steps 1 and 11, and what each round took: an epoch has six steps, a round at most four.
    assertThat(events).extracting(Event::getStep).containsExactly(0L, 1L, 4L, 6L, 10L, 11L, 12L);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).hasSummary()).isFalse();
    Map<String, Float> first = scalars(events.get(1));
    Map<String, Float> second = scalars(events.get(5));
    assertThat(first).containsKeys(TAGS).doesNotContainKey("global_step/sec");
    assertThat(second).containsKeys(TAGS).containsKey("global_step/sec");
    assertThat(second.get("global_step/sec")).isPositive();
    // A new network finds all classes about equally likely.
    assertThat(first.get("loss"))
        .isCloseTo((float) Math.log(LOOKBACK.encoding().numClasses()), within(0.3f))
        .isEqualTo(first.get("metrics/loss_per_step"));
    assertThat(first.get("metrics/perplexity"))
        .isCloseTo((float) Math.exp(first.get("loss")), within(0.01f))
        .isEqualTo(first.get("metrics/perplexity_per_step"));
    assertThat(second.get("loss")).isLessThan(first.get("loss"));
    assertThat(TensorFlowInput.records(runDir.resolve("train"), files.get(0)))
        .map(Event::parseFrom)
        .isEqualTo(events);

    Bundle bundle = bundle(runDir);
    Bundle.Origin origin = bundle.origin().orElseThrow();
    assertThat(bundle.config().name()).isEqualTo("lookback_rnn");
    assertThat(origin.hparams())
        .isEqualTo(
            "batch_size=8,rnn_layer_sizes=[8],dropout_keep_prob=0.5,attn_length=0,clip_norm=5,"
                + "learning_rate=0.001,residual_connections=false,use_cudnn=false");
    assertThat(origin.datasetId()).isEqualTo(datasetId());
    assertThat(origin.globalStep()).isEqualTo(12);
    try (Checkpoint last = checkpoint(12);
        Checkpoint untrained = checkpoint(0)) {
      assertThat(last.network().weights()).isEqualTo(bundle.weights());
      assertThat(untrained.network().weights()).isNotEqualTo(bundle.weights());
      assertThat(last.state().hyperParameters())
          .isEqualTo(HyperParameters.of(LOOKBACK).with(HPARAMS));
      assertThat(last.state().dataSet()).isEqualTo(datasetId());
      assertThat(last.state().step()).isEqualTo(12);
      assertThat(run.lastLine())
          .startsWith("Trained lookback_rnn to step 12 in " + runDir)
          .contains(
              "%d examples in 2 epochs of %d"
                  .formatted(last.state().examples(), Tunes.records(dataset.training()).size()),
              "2 workers",
              String.format(Locale.ROOT, "loss %.4f -> ", first.get("loss")),
              "bundle " + runDir.resolve("lookback_rnn.mag"));
    }
    assertThat(run.err())
        .contains("Train dir: " + runDir.resolve("train"), "Training complete.")
        .contains(String.format(Locale.ROOT, "Global Step = 11, Loss = %.5f", second.get("loss")));
  }

  @Test
  void theSameSeedGivesTheSameBundleHoweverTheExamplesAreRead() throws IOException {
    List<byte[]> records = Tunes.records(dataset.training());
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.copy(dataset.folder().resolve("dataset.json"), elsewhere.resolve("dataset.json"));
    for (int shard = 0; shard < 3; shard++) {
      framed(
          elsewhere.resolve("shards-%05d-of-00003".formatted(shard)),
          records.subList(shard * records.size() / 3, (shard + 1) * records.size() / 3));
    }
    Path zipped = elsewhere.resolve("zipped.tfrecord.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(dataset.training(), out);
    }
    assertThat(Files.size(dataset.training()))
        .as("more than one task reads the plain file")
        .isGreaterThan(2L << 20);

    done(train());
    Path oneCore = folder.resolve("one-core");
    done(train(oneCore, "--master=local[1]", "--sequence_example_file=" + zipped));
    Path shards = folder.resolve("shards");
    done(train(shards, "--sequence_example_file=" + elsewhere.resolve("shards@3")));
    Path seeded = folder.resolve("seeded");
    done(train(seeded, "--seed=1"));

    assertThat(bundleBytes(oneCore)).isEqualTo(bundleBytes(runDir));
    assertThat(bundleBytes(shards)).isEqualTo(bundleBytes(runDir));
    assertThat(bundle(seeded).weights()).isNotEqualTo(bundle(runDir).weights());
  }

  /** The training examples of the data set, in their order, as compact ones. */
  private static List<byte[]> compactTraining() throws IOException {
    return compactTraining(DatasetOptions.DEFAULTS);
  }

  private static List<byte[]> compactTraining(DatasetOptions options) throws IOException {
    MelodyPipeline pipeline = new MelodyPipeline(LOOKBACK, options, ExampleEncoding.COMPACT);
    EvalSplit split = new EvalSplit(0.2, 0);
    List<byte[]> compact = new ArrayList<>();
    for (byte[] record : Tunes.records(dataset.folder().resolveSibling("ns.tfrecord"))) {
      SequenceColumns sequence = SequenceColumns.parse(record);
      Branch branch = split.branch(Fingerprint.ofNotes(sequence));
      if (branch == Branch.TRAINING
          && pipeline.run(sequence, branch).outcome() instanceof Outcome.Produced<byte[]> made) {
        compact.addAll(made.values());
      }
    }
    return compact;
  }

  @Test
  void compactExamplesAndMixedOnesTrainTheSameNetworkBitForBit() throws IOException {
    List<byte[]> dense = Tunes.records(dataset.training());
    List<byte[]> compact = compactTraining();
    assertThat(compact).hasSameSizeAs(dense);
    List<byte[]> mixed = new ArrayList<>();
    for (int i = 0; i < dense.size(); i++) {
      mixed.add((i % 2 == 0 ? dense : compact).get(i));
    }
    // Melodies of one event ask for nothing.
    mixed.add(5, SequenceExampleWriter.write(0, 0, new float[0], new int[0]));
    mixed.add(SequenceExampleWriter.write(CompactExample.of(new int[] {60}, 4, LOOKBACK)));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.copy(dataset.folder().resolve("dataset.json"), elsewhere.resolve("dataset.json"));
    Path compactFile = framed(elsewhere.resolve("compact.tfrecord"), compact);
    Path mixedFile = framed(elsewhere.resolve("mixed.tfrecord"), mixed);
    assertThat(Files.size(compactFile) * 200).isLessThan(Files.size(dataset.training()));

    done(train());
    Path fromCompact = folder.resolve("from-compact");
    done(train(fromCompact, "--sequence_example_file=" + compactFile));
    Path fromMixed = folder.resolve("from-mixed");
    done(train(fromMixed, "--sequence_example_file=" + mixedFile));

    assertThat(bundleBytes(fromCompact)).isEqualTo(bundleBytes(runDir));
    assertThat(bundleBytes(fromMixed)).isEqualTo(bundleBytes(runDir));

    // Another config of the same range and key may train on them too, one of another may not.
    Path basic = folder.resolve("basic");
    done(train(basic, "--config=basic_rnn", "--sequence_example_file=" + compactFile));
    assertThat(basic.resolve("basic_rnn.mag")).exists();
    Path mono = folder.resolve("mono");
    assertRefused(
        train(mono, "--config=mono_rnn", "--sequence_example_file=" + compactFile),
        ExitCode.BAD_INPUT,
        compactFile + ", record at byte 0: a compact example of pitches 48 to 83 moved into key 0",
        "but mono_rnn has 0 to 127 left in their key");
    assertThat(mono).doesNotExist();
  }

  @Test
  void theGridOfTheDataSetGoesWithTheModel() throws IOException {
    DatasetOptions fine = new DatasetOptions(8, List.of(0), ExtractionOptions.DATASET);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path examples = framed(elsewhere.resolve("fine.tfrecord"), compactTraining(fine));
    assertRefused(
        train("--sequence_example_file=" + examples),
        ExitCode.BAD_INPUT,
        examples + ", record at byte 0: a compact example of 8 steps to a quarter note",
        "dataset.json, which tells them, must lie beside the examples");

    Files.writeString(
        elsewhere.resolve("dataset.json"),
        "{\"id\": \"fine\", \"configuration\": {\"steps_per_quarter\": \"8\"}}");
    done(train("--sequence_example_file=" + examples, "--num_training_steps=1"));
    assertThat(bundle(runDir).config().stepsPerQuarter()).isEqualTo(8);
    done(train("--eval", "--eval_timeout_secs=0", "--sequence_example_file=" + examples));
    assertRefused(train(), ExitCode.USAGE, "holds a run with steps_per_quarter=8, not 4");
    done(
        CantusRun.of(
            "generate",
            "--run_dir=" + runDir,
            "--output_dir=" + folder.resolve("generated"),
            "--num_outputs=1",
            "--num_steps=64",
            "--seed=1"));
    try (Stream<Path> midi = Files.list(folder.resolve("generated"))) {
      byte[] file =
          Files.readAllBytes(
              midi.filter(path -> path.toString().endsWith(".mid")).findFirst().orElseThrow());
      NoteSequence made =
          ((Outcome.Produced<NoteSequence>) MidiConverter.convert(new SourceFile("", "it"), file))
              .values()
              .get(0);
      assertThat(made.getTotalTime()).isLessThanOrEqualTo(64 * 0.0625 + 0.01);
    }
  }

  @Test
  void aRunThatGoesOnEndsWhereOneInOneGoDoes() throws IOException {
    done(train("--num_workers=1"));
    done(train("--num_workers=1", "--num_checkpoints=2"));
    assertThat(checkpoints()).containsExactly("model.ckpt-4.zip", "model.ckpt-8.zip");
    assertThat(bundle(runDir).origin().orElseThrow().globalStep()).isEqualTo(8);

    Path oneGo = folder.resolve("one-go");
    done(train(oneGo, "--num_workers=1", "--num_training_steps=8"));
    assertThat(bundleBytes(runDir)).isEqualTo(bundleBytes(oneGo));

    byte[] before = bundleBytes(runDir);
    assertRefused(
        train("--config=basic_rnn"),
        ExitCode.USAGE,
        "holds a run with --config=lookback_rnn, not basic_rnn");
    assertRefused(
        train("--hparams=" + HPARAMS + ",clip_norm=4"),
        ExitCode.USAGE,
        "clip_norm=5",
        "clip_norm=4");
    assertRefused(train("--seed=1"), ExitCode.USAGE, "holds a run with --seed=0, not 1");
    assertThat(checkpoints()).containsExactly("model.ckpt-4.zip", "model.ckpt-8.zip");
    assertThat(bundleBytes(runDir)).isEqualTo(before);
  }

  @Test
  void aBareEncodingIsAModelOfItsOwnAndAFolderOfExamplesHasAnId() throws IOException {
    done(
        CantusRun.of(
            "train",
            "--melody_encoder_decoder=lookback",
            "--generator_id=mine",
            "--run_dir=" + runDir,
            "--sequence_example_file=" + dataset.folder(),
            "--hparams=" + HPARAMS,
            "--num_training_steps=1",
            "--master=local[2]"));
    Bundle bundle = BundleReader.read(Files.readAllBytes(runDir.resolve("lookback.mag")), "it");
    assertThat(bundle.config().name()).isEqualTo("lookback");
    assertThat(bundle.config().id()).isEqualTo("mine");
    Bundle.Origin origin = bundle.origin().orElseThrow();
    assertThat(origin.hparams()).contains("dropout_keep_prob=1.0", "clip_norm=3");
    assertThat(origin.datasetId()).isEqualTo(datasetId());
    assertRefused(
        train("--eval", "--eval_timeout_secs=0"),
        ExitCode.USAGE,
        "model.ckpt-1.zip holds a lookback model, not lookback_rnn");
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    Path latest = Files.createDirectories(runDir.resolve("train")).resolve("model.ckpt-7.zip");
    Files.writeString(latest, "no zip");
    assertRefused(train(), ExitCode.BAD_INPUT, latest.toString(), "not a checkpoint of Cantus");
  }

  @Test
  void examplesThatCannotBeTrainedOnAreNamedAndLeaveNoRun() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.tfrecord"));
    assertRefused(
        train("--sequence_example_file=" + empty),
        ExitCode.BAD_INPUT,
        "there are no examples in " + empty);
    assertRefused(
        train("--config=basic_rnn"),
        ExitCode.BAD_INPUT,
        dataset.training() + ", record at byte ",
        "inputs of 121 numbers as of lookback_rnn, but basic_rnn has 38");

    byte[] sound = Files.readAllBytes(dataset.training());
    Path cut = Files.write(folder.resolve("cut.tfrecord"), Arrays.copyOf(sound, sound.length - 5));
    assertRefused(
        train("--sequence_example_file=" + cut),
        ExitCode.BAD_INPUT,
        cut.toString(),
        "cut off",
        "at byte");
    Path other = framed(folder.resolve("other.tfrecord"), List.of(new byte[] {1, 2, 3}));
    assertRefused(
        train("--sequence_example_file=" + other),
        ExitCode.BAD_INPUT,
        other + ", record at byte 0");
    Path none = folder.resolve("none.tfrecord");
    assertRefused(
        train("--sequence_example_file=" + none), ExitCode.BAD_INPUT, "there is no file " + none);
    assertThat(runDir).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hparams=batch_sise=8 | unknown hparam 'batch_sise' (did you mean batch_size?)",
        "--hparams=clip_norm=2.5 | hparam clip_norm=2.5: must be an integer",
        "--config=lokback_rnn | did you mean lookback_rnn?",
        "--num_training_steps=-1 | num_training_steps is -1 and must be at least 0",
        "--summary_frequency=0 | summary_frequency is 0 and must be at least 1",
        "--num_workers=0 | num_workers is 0 and must be at least 1",
        "--run_dir= | '' is not a path",
      })
  void aMistakeIsNamedBeforeAnythingIsWritten(String option, String message) {
    assertRefused(train(option), ExitCode.USAGE, message);
    assertThat(runDir).doesNotExist();
  }

  @Test
  void networksWithAttentionAndResidualConnectionsAreTrainedAndGenerate() throws IOException {
    String hparams = HPARAMS + ",attn_length=5,residual_connections=true";
    done(train("--hparams=" + hparams));
    Bundle bundle = bundle(runDir);
    NetworkShape shape = NetworkShape.of(bundle.weights());
    assertThat(shape.attention()).isEqualTo(AttentionPlace.FIRST_LAYER);
    assertThat(shape.residualConnections()).isTrue();
    assertThat(bundle.origin().orElseThrow().hparams())
        .contains("attn_length=5", "residual_connections=true");

    Path out = folder.resolve("generated");
    done(
        CantusRun.of(
            "generate",
            "--run_dir=" + runDir,
            "--config=lookback_rnn",
            "--hparams=" + hparams,
            "--output_dir=" + out,
            "--num_outputs=2"));
    assertThat(names(out)).filteredOn(name -> name.endsWith(".mid")).hasSize(2);
  }

  @Test
  void examplesMustBeNamed() {
    assertRefused(
        CantusRun.of("train", "--config=lookback_rnn", "--run_dir=" + runDir),
        ExitCode.USAGE,
        "--sequence_example_file is missing");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(train(file), ExitCode.BAD_INPUT, "cannot create " + file.resolve("eval"));
  }

  @ParameterizedTest
  @CsvSource({"3.4e38, training has diverged", "1.2e-38, no weight has changed"})
  void theLargestAndTheSmallestLearningRateAreTakenAsTheyAre(String rate, String message) {
    assertRefused(
        train("--hparams=" + HPARAMS + ",learning_rate=" + rate, "--max_setbacks=0"),
        ExitCode.BAD_INPUT,
        message);
  }

  @Test
  void divergingTrainingEndsInOneLineAndKeepsWhatWasGood() throws IOException {
    assertRefused(
        train("--hparams=" + HPARAMS + ",learning_rate=1e38", "--max_setbacks=0"),
        ExitCode.BAD_INPUT,
        "the loss of minibatch ",
        "training has diverged; try a smaller learning_rate or clip_norm");
    assertThat(names(runDir)).containsExactly("eval", "train");
    assertThat(checkpoints()).containsExactly("model.ckpt-0.zip");
  }

  /** Mean cross entropy of a step, by the network that generates. */
  private static double loss(ModelWeights weights, List<byte[]> records) {
    int inputSize = LOOKBACK.encoding().inputSize();
    int classes = LOOKBACK.encoding().numClasses();
    EventRnn network = EventRnn.of(weights, inputSize, classes, 0, "the bundle");
    double sum = 0;
    long steps = 0;
    float[] logits = new float[classes];
    for (byte[] record : records) {
      TrainingExample example = SequenceExampleReader.read(record);
      EventNetwork.State state = network.start();
      for (int step = 0; step < example.steps(); step++) {
        int from = step * inputSize;
        state.step(Arrays.copyOfRange(example.inputs(), from, from + inputSize), logits);
        double all = 0;
        for (float logit : logits) {
          all += Math.exp(logit);
        }
        sum += Math.log(all) - logits[example.labels()[step]];
      }
      steps += example.steps();
    }
    return sum / steps;
  }

  @Test
  void evaluationWritesWhatTheGeneratingNetworkFindsToo() throws IOException {
    done(train("--eval_frequency=0"));
    CantusRun run =
        done(train("--eval", "--eval_timeout_secs=0", "--sequence_example_file=" + dataset.eval()));
    List<byte[]> records = Tunes.records(dataset.eval());
    assertThat(records).isNotEmpty();
    assertThat(run.lastLine())
        .isEqualTo(
            "Evaluated 1 checkpoints on %d examples each; TensorBoard events in %s"
                .formatted(records.size(), runDir.resolve("eval")));

    List<Event> events = events(runDir.resolve("eval"));
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getStep()).isEqualTo(4);
    Map<String, Float> scalars = scalars(events.get(1));
    assertThat(scalars)
        .containsKeys(TAGS)
        .containsKey("metrics/per_class_accuracy")
        .hasSize(TAGS.length + 1);
    assertThat(scalars.get("metrics/per_class_accuracy")).isBetween(0f, 1f);
    double expected = loss(bundle(runDir).weights(), records);
    assertThat((double) scalars.get("loss")).isCloseTo(expected, within(1e-5));
    assertThat(run.out())
        .contains(String.format(Locale.ROOT, "Global Step = 4, Loss = %.5f", scalars.get("loss")));

    done(
        train(
            "--eval",
            "--eval_timeout_secs=0",
            "--num_eval_examples=2",
            "--sequence_example_file=" + dataset.eval(),
            "--run_dir=" + runDir));
    List<Event> again = events(runDir.resolve("eval"));
    assertThat((double) scalars(again.get(again.size() - 1)).get("loss"))
        .isCloseTo(loss(bundle(runDir).weights(), records.subList(0, 2)), within(1e-5));

    assertRefused(
        train("--eval", "--config=basic_rnn", "--eval_timeout_secs=0"),
        ExitCode.BAD_INPUT,
        "as of lookback_rnn");
  }

  @Test
  void evaluationWithoutACheckpointEndsByItselfAndLeavesNothing() {
    assertRefused(
        train("--eval", "--eval_timeout_secs=1"),
        ExitCode.BAD_INPUT,
        "no checkpoint in " + runDir.resolve("train") + " within 1 s");
    assertThat(runDir).doesNotExist();
  }
}
