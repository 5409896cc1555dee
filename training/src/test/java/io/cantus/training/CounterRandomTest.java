package io.cantus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CounterRandomTest {

  @Test
  void isTheSequenceOfSplitMix64() {
    assertThat(CounterRandom.bits(0, 0)).isEqualTo(0xe220a8397b1dcdafL);
    assertThat(CounterRandom.bits(0, 1)).isEqualTo(0x6e789e6aa1b965f4L);
    assertThat(CounterRandom.bits(0, 2)).isEqualTo(0x06c45d188009454fL);
  }

  @Test
  void uniformNumbersFillTheUnitInterval() {
    double sum = 0;
    double sumOfSquares = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      double number = CounterRandom.uniform(42, i);
      assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
      sum += number;
      sumOfSquares += number * number;
    }
    assertThat(sum / count).isCloseTo(0.5, within(0.005));
    assertThat(sumOfSquares / count).isCloseTo(1.0 / 3, within(0.005));
  }
}
