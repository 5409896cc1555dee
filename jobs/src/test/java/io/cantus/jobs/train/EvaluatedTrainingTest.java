package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.generation.bundle.BundleReader;
import io.cantus.jobs.CantusRun;
import io.cantus.jobs.ExitCode;
import io.cantus.jobs.SongbookDataset;
import io.cantus.jobs.TensorFlowInput;
import io.cantus.training.checkpoint.Checkpoint;
import io.cantus.training.tensorboard.Scalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation, divergence and warm starts of training runs. */
final class EvaluatedTrainingTest {
  @TempDir private static Path shared;
  private static SongbookDataset dataset;

  @TempDir private Path folder;
  private TrainingRun run;

  @BeforeAll
  static void examples() throws IOException {
    dataset = SongbookDataset.in(shared);
  }

  @BeforeEach
  void run() {
    run = new TrainingRun(dataset, folder.resolve("run"));
  }

  private static CantusRun refused(TrainingRun run, String... more) {
    CantusRun refused = CantusRun.of(run.args(more).toArray(String[]::new));
    assertThat(refused.exitCode()).as(refused.err()).isNotEqualTo(ExitCode.DONE);
    assertThat(refused.err()).doesNotContain("\tat ");
    return refused;
  }

  @Test
  void evaluationsComeEverySoManyStepsAndAtTheEndAndTheBestIsKept()
      throws IOException, InterruptedException {
    CantusRun done = run.train("--num_training_steps=14", "--eval_frequency=5");

    // Rounds end at 4, 6, 10, 12 and 14: the first after a multiple of five, and the end.
    assertThat(run.steps("eval", "loss")).containsExactly(6L, 10L, 14L);
    List<Scalars.Point> losses = run.scalars("eval").of("loss");
    Scalars.Point lowest =
        losses.stream().min(Comparator.comparingDouble(Scalars.Point::value)).orElseThrow();
    Path best = TrainingRun.checkpoints(run.runDir().resolve("best")).firstEntry().getValue();
    try (Checkpoint kept = TrainingRun.read(best)) {
      assertThat(kept.state().step()).isEqualTo(lowest.step());
      assertThat(kept.state().best().loss()).isCloseTo(lowest.value(), within(1e-6));
      assertThat(BundleReader.read(run.bundle(), "bundle").weights())
          .isEqualTo(kept.network().weights());
    }
    assertThat(done.lastLine()).contains("; lowest evaluation loss ", "at step " + lowest.step());
    assertThat(TensorFlowInput.records(run.runDir().resolve("eval"), "events.out.tfevents.*"))
        .as("by TensorFlow's own reader: the version and three evaluations")
        .hasSize(4);

    // The same as asking for an evaluation of that checkpoint.
    TrainingRun separate = new TrainingRun(dataset, folder.resolve("separate"));
    separate.train("--num_training_steps=14", "--eval_frequency=0");
    assertThat(separate.runDir().resolve("eval")).doesNotExist();
    assertThat(separate.checkpoints().lastEntry().getValue())
        .as("evaluation changes nothing in training")
        .satisfies(
            file -> {
              try (Checkpoint alone = TrainingRun.read(file);
                  Checkpoint evaluated =
                      TrainingRun.read(run.checkpoints().lastEntry().getValue())) {
                assertThat(alone.network().weights()).isEqualTo(evaluated.network().weights());
              }
            });
    separate.train("--eval", "--eval_timeout_secs=0", "--sequence_example_file=" + dataset.eval());
    assertThat(separate.scalars("eval").of("loss")).containsExactly(losses.get(2));
  }

  @Test
  void aRunThatLearnsNoMoreEndsByItselfAndSaysSo() throws IOException {
    // Too large a step: the loss of the evaluation soon rises.
    String[] options = {
      "--hparams=" + TrainingRun.HPARAMS + ",learning_rate=0.5",
      "--num_training_steps=400",
      "--eval_frequency=4",
      "--patience=3",
      "--resume"
    };
    CantusRun done = run.train(options);

    List<Scalars.Point> losses = run.scalars("eval").of("loss");
    int last = losses.size() - 1;
    double lowest = losses.stream().mapToDouble(Scalars.Point::value).min().orElseThrow();
    assertThat(losses.get(last - 3).value()).isEqualTo(lowest);
    assertThat(losses.get(last).step()).isLessThan(400);
    assertThat(done.err()).contains("No lower evaluation loss for long enough.");
    assertThat(BundleReader.read(run.bundle(), "bundle").origin().orElseThrow().globalStep())
        .isEqualTo(losses.get(last - 3).step());

    assertThat(run.train(options).lastLine()).startsWith("Nothing to train: ");
  }

  @Test
  void whereThereIsNothingToEvaluateOnTrainingSaysSoAndGoesOn() throws IOException {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Path examples = Files.copy(dataset.training(), alone.resolve("training_melodies.tfrecord"));
    CantusRun done = run.train("--num_training_steps=2", "--sequence_example_file=" + examples);
    assertThat(done.err()).contains("No evaluation: there is none beside the training examples");

    Files.createFile(alone.resolve("eval_melodies.tfrecord"));
    run.train("--num_training_steps=2", "--sequence_example_file=" + examples);
    assertThat(run.runDir().resolve("eval")).doesNotExist();

    TrainingRun named = new TrainingRun(dataset, folder.resolve("named"));
    assertThat(refused(named, "--eval_sequence_example_file=" + folder.resolve("none")).err())
        .contains("there is no file " + folder.resolve("none"));
    assertThat(named.runDir()).doesNotExist();
  }

  private static String[] with(String[] options, String another) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = another;
    return all;
  }

  @Test
  void aRunThatDivergesGoesBackAndTakesSmallerStepsAFewTimes() throws IOException {
    // Squares of gradients, which Adam adds up, overflow until the weights are under 2e19 or so.
    String[] options = {
      "--hparams=" + TrainingRun.HPARAMS + ",learning_rate=1e21",
      "--num_training_steps=4",
      "--eval_frequency=0"
    };
    CantusRun done = run.train(with(options, "--max_setbacks=50"));
    assertThat(done.err())
        .containsPattern("WARN .* minibatch \\d+.*: training has diverged\\.")
        .contains("Back to step 0 with learning_rate=5.0E20 (1 of at most 50 times).")
        .contains("Back to step 0 with learning_rate=2.5E20 (2 of at most 50 times).");
    assertThat(run.checkpoints().keySet()).containsExactly(0L, 4L);
    try (Checkpoint end = TrainingRun.read(run.checkpoints().get(4L))) {
      int setbacks = end.state().setbacks();
      assertThat(setbacks).isBetween(2, 50);
      assertThat(end.network().network().getLearningRate(0)).isEqualTo(Math.scalb(1e21, -setbacks));
    }
    assertThat(run.steps("train", "loss")).as("the first attempts are void").containsExactly(1L);

    TrainingRun given = new TrainingRun(dataset, folder.resolve("given"));
    CantusRun refused = refused(given, with(options, "--max_setbacks=1"));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .containsPattern("cantus: .* minibatch \\d+.*, and did so 1 times before");
    assertThat(given.checkpoints().keySet()).containsExactly(0L);
  }

  @Test
  void aRunThatTrainsInVainOrOnNothingSaysWhy() {
    CantusRun still = refused(run, "--hparams=" + TrainingRun.HPARAMS + ",learning_rate=1e-30");
    assertThat(still.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(still.err())
        .contains("no weight has changed in the first 4 minibatches", "a larger learning_rate");
  }

  @Test
  void aWarmStartBeginsWithTheBundlesWeightsAndItsNetwork() throws IOException {
    run.train("--num_training_steps=10", "--eval_frequency=0");
    Path bundle = run.runDir().resolve("lookback_rnn.mag");
    TrainingRun tuned = new TrainingRun(dataset, folder.resolve("tuned"));
    CantusRun done =
        tuned.train(
            "--warm_start=" + bundle,
            "--hparams=batch_size=8,learning_rate=0.0001",
            "--num_training_steps=2");

    assertThat(done.err()).contains("Beginning with the weights of " + bundle);
    try (Checkpoint first = TrainingRun.read(tuned.checkpoints().get(0L))) {
      assertThat(first.network().weights())
          .isEqualTo(BundleReader.read(run.bundle(), "bundle").weights());
      assertThat(first.state().step()).isZero();
      assertThat(first.state().hyperParameters().rnnLayerSizes()).containsExactly(8);
      assertThat(first.state().hyperParameters().learningRate()).isEqualTo(0.0001);
    }

    TrainingRun wrong = new TrainingRun(dataset, folder.resolve("wrong"));
    assertThat(refused(wrong, "--warm_start=" + bundle, "--hparams=rnn_layer_sizes=[16]").err())
        .contains("--warm_start=" + bundle + " cannot begin this network: its rnn_layer_sizes");
    assertThat(refused(wrong, "--warm_start=" + bundle, "--config=basic_rnn").err())
        .contains("holds a lookback_rnn model, not basic_rnn");
    assertThat(refused(wrong, "--warm_start=" + folder.resolve("none.mag")).err())
        .contains("there is no bundle " + folder.resolve("none.mag"));
    assertThat(wrong.runDir()).doesNotExist();
  }
}
