package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplerTest {
  private static float[] softmax(double temperature, float... logits) {
    float[] probabilities = new float[logits.length];
    Sampler.softmax(logits, temperature, probabilities);
    return probabilities;
  }

  @Test
  void dividesLogitsByTheTemperature() {
    assertThat(softmax(1, 1, 2, 3))
        .containsExactly(new float[] {.0900306f, .2447285f, .6652410f}, within(1e-6f));
    assertThat(softmax(.5, 1, 2, 3))
        .containsExactly(new float[] {.0158762f, .1173104f, .8668133f}, within(1e-6f));
    assertThat(softmax(2, 1, 2, 3))
        .containsExactly(new float[] {.1863237f, .3071959f, .5064804f}, within(1e-6f));
  }

  @Test
  void copesWithLogitsAndTemperaturesOfAnySize() {
    assertThat(softmax(1, 1e30f, 0, -1e30f)).containsExactly(1, 0, 0);
    assertThat(softmax(1e-300, 3, 3, 2)).containsExactly(.5f, .5f, 0);
    assertThat(softmax(1e300, 1, 2, 3, 4)).containsExactly(.25f, .25f, .25f, .25f);
  }

  @Test
  void choosesTheClassWhoseShareTheDrawFallsOn() {
    float[] probabilities = softmax(1, 1, 2, 3);
    assertThat(Sampler.choose(probabilities, .05)).isEqualTo(0);
    assertThat(Sampler.choose(probabilities, .3)).isEqualTo(1);
    assertThat(Sampler.choose(probabilities, .34)).isEqualTo(2);
  }

  @Test
  void givesADrawOnTheBorderToTheUpperClass() {
    float[] probabilities = {.25f, 0, .25f, .5f};
    assertThat(Sampler.choose(probabilities, 0)).isEqualTo(0);
    assertThat(Sampler.choose(probabilities, .25)).isEqualTo(2);
    assertThat(Sampler.choose(probabilities, .5)).isEqualTo(3);
    assertThat(Sampler.choose(probabilities, Math.nextDown(1.0))).isEqualTo(3);
  }

  @Test
  void countsAnImpossibleEventAsInfinitelyUnlikely() {
    assertThat(Sampler.logLikelihood(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Sampler.logLikelihood(1)).isEqualTo(0);
    assertThat(Sampler.logLikelihood(.5f)).isEqualTo((float) Math.log(.5));
  }
}
