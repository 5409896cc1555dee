package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class OutputNamesTest {
  private static final OutputNames NAMES =
      OutputNames.at(LocalDateTime.of(2024, 2, 29, 23, 59, 58), 100);

  @Test
  void tellTheTimeAndTheNumberAsWideAsTheLastOnes() {
    assertThat(NAMES.midi(0)).isEqualTo("2024-02-29_235958_001.mid");
    assertThat(NAMES.midi(99)).isEqualTo("2024-02-29_235958_100.mid");
  }

  @Test
  void knowTheirOwn() {
    assertThat(NAMES.contains(NAMES.midi(0))).isTrue();
    assertThat(NAMES.contains(NAMES.midi(99))).isTrue();
    assertThat(NAMES.contains(NAMES.index())).isTrue();
    assertThat(NAMES.contains(NAMES.pack())).isTrue();
    assertThat(NAMES.contains("2024-02-29_235958_000.mid")).isFalse();
    assertThat(NAMES.contains("2024-02-29_235958_101.mid")).isFalse();
    assertThat(NAMES.contains("2024-02-29_235958_01.mid")).isFalse();
    assertThat(NAMES.contains("2024-02-29_235958_x.mid")).isFalse();
    assertThat(NAMES.contains("2024-02-29_235959_001.mid")).isFalse();
  }
}
