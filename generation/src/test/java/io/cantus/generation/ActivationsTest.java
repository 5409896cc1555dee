package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationsTest {
  @Test
  void theTangentIsRightToAFewBitsEverywhere() {
    for (double x = -12; x <= 12; x += 1e-4) {
      float[] y = {(float) x};
      Activations.tanh(y);
      assertThat((double) y[0]).isCloseTo(Math.tanh((float) x), within(4e-7));
    }
  }

  @Test
  void theTangentIsRelativelyRightNearZeroAndBoundedFarAway() {
    float[] y = {0f, 1e-30f, -1e-10f, 1e-3f, 1e30f, Float.NEGATIVE_INFINITY};
    Activations.tanh(y);
    assertThat(y[0]).isZero();
    assertThat(y[1]).isEqualTo(1e-30f);
    assertThat(y[2]).isEqualTo(-1e-10f);
    assertThat(y[3]).isCloseTo((float) Math.tanh(1e-3), within(1e-9f));
    assertThat(y[4]).isCloseTo(1f, within(1e-6f));
    assertThat(y[5]).isCloseTo(-1f, within(1e-6f));
  }

  @Test
  void addsProductsOfAnyNumber() {
    float[] a = {1, 2, 3, 4, 5, 6, 7};
    float[] b = {9, 1, 10, 100, 1000, 10000, 100000, 1000000};
    assertThat(Activations.dot(a, b, 1)).isEqualTo(7654321f);
  }
}
