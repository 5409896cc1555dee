package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawSourceTest {
  @Test
  void isSplitMix64() {
    // The first numbers of the algorithm's published code for the state 1234567.
    SplitMix64 random = new SplitMix64(1234567);
    assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("6457827717110365317"));
    assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("3203168211198807973"));
    assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  @Test
  void repeatsItselfForTheSameSeedAndOutputOnly() {
    assertThat(first(7, 3)).isEqualTo(first(7, 3));
    Set<Double> firsts = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      for (int output = 0; output < 30; output++) {
        firsts.add(first(seed, output));
      }
    }
    assertThat(firsts).hasSize(900);
  }

  private static double first(long seed, int output) {
    return DrawSource.seeded(seed, output).next();
  }

  @Test
  void spreadsEvenlyOverZeroToOne() {
    DrawSource draws = DrawSource.seeded(1, 1);
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[(int) (10 * draws.next())]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }
}
