package io.cantus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.training.HyperParameters;
import io.cantus.training.TrainingPosition;
import io.cantus.training.checkpoint.BestEvaluation;
import io.cantus.training.checkpoint.TrainingState;
import io.cantus.training.tensorboard.Scalars;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrainingPageTest {
  private static final MelodyConfig CONFIG = MelodyConfig.named("lookback_rnn");
  private static final HyperParameters HPARAMS = HyperParameters.of(CONFIG).with("batch_size=10");

  private static TrainRequest request() {
    return new TrainRequest(
        CONFIG,
        HPARAMS,
        "/runs/<b>1</b>",
        "training_melodies.tfrecord",
        7,
        Optional.empty(),
        new TrainRequest.Length(0, TrainRequest.From.HERE, 3),
        TrainRequest.Workers.DEFAULT,
        TrainRequest.Evaluation.NONE,
        new TrainRequest.Saving(10, 10, TrainRequest.Saving.TIME, 0));
  }

  private static TrainingState begun() {
    return TrainingState.begin(
        "lookback_rnn", 4, HPARAMS, 7, "abcdef", new TrainingState.Averaging(2, 5));
  }

  private static Scalars trained() {
    Scalars scalars = new Scalars();
    for (int i = 0; i < 4; i++) {
      Map<String, Double> step = new LinkedHashMap<>();
      step.put("loss", 3.5 - i);
      step.put("metrics/perplexity", Math.exp(3.5 - i));
      step.put("metrics/event_accuracy", i == 0 ? Double.NaN : 0.25);
      step.put(RunTags.GRADIENT_NORM, 8.0 - i);
      // Norms of 8, 7, 6 and 5, which are clipped to 5.
      step.put(RunTags.GRADIENT_NORM + "/cell0/kernel", 8.0 - i);
      step.put(RunTags.STEP_SECONDS, 0.05);
      step.put(RunTags.TRAINING, 3.0);
      step.put(RunTags.WAITING, 1.0);
      scalars.add(1 + 10L * i, step);
    }
    return scalars;
  }

  @Test
  void tellsLossesGradientsAndWhereTheTimeWent() {
    Scalars evaluated = new Scalars();
    evaluated.add(20, Map.of("loss", 1.25, "metrics/perplexity", 3.490));
    TrainingState state =
        begun()
            .at(new TrainingPosition(31, 305, 2, 9))
            .with(BestEvaluation.NONE.after(1.25, 20))
            .withSetbacks(1);

    String page = new TrainingPage(request(), state, 105, trained(), evaluated).report().html();

    assertThat(page)
        .contains("31 steps over 105 melodies: 2 whole epochs")
        .contains("It diverged 1 times; the learning rate is now 5.0E-4.")
        .contains("<dt>lowest evaluation loss</dt><dd>1.2500</dd>")
        .contains("<dt>perplexity there</dt><dd>3.490</dd>")
        .contains("<dt>found at step</dt><dd>20</dd>")
        .contains("<dt>last training loss</dt><dd>0.5000</dd>")
        .contains("{\"name\":\"training\",\"points\":[[1.0,3.5],[11.0,2.5],[21.0,1.5],[31.0,0.5]]}")
        .contains("{\"name\":\"evaluation\",\"points\":[[20.0,1.25]]}")
        .contains("[1.0,null],[11.0,25.0]")
        .contains("cell0/kernel")
        .contains("75.0 %")
        .contains("12.0 s")
        .contains("25.0 %")
        .contains("/runs/&lt;b&gt;1&lt;/b&gt;")
        .doesNotContain("<b>1</b>")
        .doesNotContain("http://", "https://");
  }

  @Test
  void aRunThatHasLoggedNothingHasAPageToo() {
    String page =
        new TrainingPage(request(), begun(), 105, new Scalars(), new Scalars()).report().html();
    assertThat(page)
        .contains("0 steps over 105 melodies: 0 whole epochs", "No gradient was logged.")
        .doesNotContain("NaN");
  }
}
