package io.cantus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EventMetricsTest {
  private static final Offset<Double> TO_SIX_PLACES = within(5e-7);

  /** The specification's example: logits (2,1,0), (0,0,1), (1,3,0) with labels 0, 0, 1. */
  private static EventMetrics example() {
    EventMetrics metrics = new EventMetrics(3, 0);
    metrics.add(0, 0, 0.407606);
    metrics.add(0, 2, 1.551445);
    metrics.add(1, 1, 0.169846);
    return metrics;
  }

  @Test
  void exampleOfTheSpecification() {
    EventMetrics metrics = example();

    assertThat(metrics.loss()).isCloseTo(0.709632, TO_SIX_PLACES);
    assertThat(metrics.perplexity()).isCloseTo(2.033243, within(2e-6));
    assertThat(metrics.accuracy()).isCloseTo(0.666667, TO_SIX_PLACES);
    assertThat(metrics.eventAccuracy()).isEqualTo(1.0);
    assertThat(metrics.noEventAccuracy()).isEqualTo(0.5);
    assertThat(metrics.perClassAccuracy()).isCloseTo(0.5, TO_SIX_PLACES);
  }

  @Test
  void mergingIsAsIfCountedInOne() {
    EventMetrics merged = new EventMetrics(3, 0);
    merged.add(0, 0, 0.407606);
    EventMetrics rest = new EventMetrics(3, 0);
    rest.add(0, 2, 1.551445);
    rest.add(1, 1, 0.169846);

    merged.merge(rest);

    assertThat(merged.steps()).isEqualTo(3);
    merged
        .evalScalars()
        .forEach(
            (tag, value) ->
                assertThat(value)
                    .as(tag)
                    .isCloseTo(example().evalScalars().get(tag), within(1e-12)));
  }

  @Test
  void tagsAreTheReferences() {
    assertThat(example().trainScalars().keySet())
        .containsExactly(
            "loss",
            "metrics/perplexity",
            "metrics/accuracy",
            "metrics/event_accuracy",
            "metrics/no_event_accuracy",
            "metrics/loss_per_step",
            "metrics/perplexity_per_step");
    assertThat(example().evalScalars())
        .containsAllEntriesOf(example().trainScalars())
        .containsKey("metrics/per_class_accuracy")
        .hasSize(8);
  }

  @Test
  void anAccuracyOverNoStepsIsNotANumberInTrainingAndZeroInEvaluation() {
    EventMetrics eventsOnly = new EventMetrics(3, 2);
    eventsOnly.add(0, 1, 1.0);

    assertThat(eventsOnly.trainScalars()).containsEntry("metrics/no_event_accuracy", Double.NaN);
    assertThat(eventsOnly.evalScalars()).containsEntry("metrics/no_event_accuracy", 0.0);
    assertThat(eventsOnly.trainScalars()).containsEntry("metrics/event_accuracy", 0.0);
  }

  @Test
  void metricsOfDifferentNetworksDoNotMerge() {
    assertThatThrownBy(() -> example().merge(new EventMetrics(4, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> example().merge(new EventMetrics(3, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
