package io.cantus.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  @Test
  void tellsRateAndTimeLeft() {
    assertThat(
            Progress.line(
                "Converting", "files", 500, OptionalLong.of(20_500), Duration.ofSeconds(10)))
        .isEqualTo("Converting 500/20500 files, 50/s, 6:40 left");
    assertThat(
            Progress.line("Converting", "files", 1, OptionalLong.of(20_001), Duration.ofSeconds(1)))
        .endsWith("5:33:20 left");
  }

  @Test
  void guessesNoTimeBeforeAnythingIsDoneOrWithoutATotal() {
    assertThat(Progress.line("Converting", "files", 0, OptionalLong.of(5), Duration.ofSeconds(10)))
        .isEqualTo("Converting 0/5 files, 0/s");
    assertThat(Progress.line("Reading", "kB", 7, OptionalLong.empty(), Duration.ofSeconds(7)))
        .isEqualTo("Reading 7 kB, 1/s");
  }
}
