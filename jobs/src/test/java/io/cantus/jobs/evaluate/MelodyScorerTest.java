package io.cantus.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.generation.EventNetwork;
import io.cantus.generation.EventRnn;
import io.cantus.training.EventMetrics;
import io.cantus.training.HyperParameters;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MelodyScorerTest {
  private final EventEncoding encoding = MelodyConfig.named("attention_rnn").encoding();
  private final EventNetwork network = network();
  private final MelodyScorer scorer = new MelodyScorer(network, encoding);

  private EventNetwork network() {
    HyperParameters tiny = HyperParameters.base().with("rnn_layer_sizes=[7,5],attn_length=4");
    try (EventRnnNetwork trained =
        EventRnnNetwork.create(encoding.inputSize(), encoding.numClasses(), tiny, 3)) {
      return EventRnn.of(trained.weights(), encoding.inputSize(), encoding.numClasses(), 4, "tiny");
    }
  }

  private static Melody melody(Random random, int length) {
    return Melody.of(
        IntStream.range(0, length)
            .map(step -> random.nextInt(3) > 0 ? Melody.NO_EVENT : 48 + random.nextInt(36))
            .toArray());
  }

  @Test
  void aMelodysScoreDoesNotDependOnThoseBesideIt() {
    Random random = new Random(1);
    List<Melody> melodies =
        IntStream.range(0, 100)
            .mapToObj(i -> melody(random, i < 4 ? i : random.nextInt(60)))
            .toList();
    List<EventMetrics> scores = scorer.score(melodies);
    assertThat(scores).hasSameSizeAs(melodies);
    for (int i = 0; i < melodies.size(); i++) {
      EventMetrics alone = scorer.score(List.of(melodies.get(i))).get(0);
      assertThat(scores.get(i).steps()).isEqualTo(Math.max(0, melodies.get(i).length() - 1));
      assertThat(scores.get(i).logLikelihood()).isEqualTo(alone.logLikelihood());
      assertThat(scores.get(i).trainScalars()).isEqualTo(alone.trainScalars());
    }
    assertThat(scorer.score(List.of())).isEmpty();
  }

  @Test
  void theLogLikelihoodIsThatOfAllEventsButTheFirst() {
    Melody melody = melody(new Random(2), 30);
    EventNetwork.State state = network.start();
    float[] input = new float[encoding.inputSize()];
    float[] logits = new float[encoding.numClasses()];
    double expected = 0;
    for (int step = 0; step < 29; step++) {
      encoding.encode(melody.events(), step, input, 0);
      state.step(input, logits);
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      expected += logits[encoding.label(melody.events(), step + 1)] - Math.log(sum);
    }
    assertThat(scorer.score(List.of(melody)).get(0).logLikelihood())
        .isCloseTo(expected, within(1e-9));
  }
}
