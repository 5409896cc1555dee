package io.cantus.transforms.musicxml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class FractionTest {
  private static final Fraction THIRD = Fraction.of(1, 3);

  @Test
  void isReduced() {
    assertThat(Fraction.of(6, -8)).isEqualTo(new Fraction(-3, 4));
    assertThat(Fraction.of(0, -8)).isEqualTo(Fraction.ZERO);
  }

  @Test
  void computesExactly() {
    assertThat(THIRD.plus(Fraction.of(1, 6))).isEqualTo(Fraction.of(1, 2));
    assertThat(THIRD.minus(THIRD)).isEqualTo(Fraction.ZERO);
    assertThat(THIRD.times(Fraction.of(3, 2))).isEqualTo(Fraction.of(1, 2));
    assertThat(THIRD.dividedBy(Fraction.of(-2, 3))).isEqualTo(Fraction.of(-1, 2));
    assertThat(Fraction.of(7, 4).toDouble()).isEqualTo(1.75);
  }

  @Test
  void comparesWithoutOverflow() {
    Fraction large = new Fraction(Long.MAX_VALUE, Long.MAX_VALUE - 1);
    Fraction larger = new Fraction(Long.MAX_VALUE - 1, Long.MAX_VALUE - 2);

    assertThat(large).isLessThan(larger).isGreaterThan(Fraction.ONE);
    assertThat(large.negated()).isGreaterThan(larger.negated());
    assertThat(THIRD.negated()).isLessThan(THIRD).isLessThan(Fraction.ZERO);
    assertThat(THIRD.max(Fraction.ONE)).isEqualTo(Fraction.ONE);
  }

  @Test
  void refusesWhatHasNo64BitForm() {
    Fraction huge = new Fraction(Long.MAX_VALUE, 1);

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> huge.plus(Fraction.ONE));
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> huge.times(huge));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> THIRD.dividedBy(Fraction.ZERO));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Fraction.of(Long.MIN_VALUE, 3));
  }
}
