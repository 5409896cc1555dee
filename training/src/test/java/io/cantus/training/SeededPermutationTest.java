package io.cantus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededPermutationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 63, 64, 65, 1000, 4097})
  void everyNumberComesOnce(long size) {
    SeededPermutation permutation = new SeededPermutation(size, 9);

    assertThat(LongStream.range(0, size).map(permutation::apply).sorted())
        .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
  }

  @Test
  void seedsGiveDifferentOrders() {
    SeededPermutation one = new SeededPermutation(1000, 1);
    SeededPermutation other = new SeededPermutation(1000, 2);

    assertThat(LongStream.range(0, 1000).filter(i -> one.apply(i) == other.apply(i)).count())
        .isLessThan(10);
  }

  @Test
  void aNumberIsAsLikelyAtAnyPlace() {
    double sum = 0;
    for (int seed = 0; seed < 2000; seed++) {
      sum += new SeededPermutation(100, seed).apply(3);
    }
    assertThat(sum / 2000).isCloseTo(49.5, within(2.5));
  }

  @Test
  void whatLiesOutsideIsRefused() {
    assertThatThrownBy(() -> new SeededPermutation(5, 0).apply(5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new SeededPermutation(0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
