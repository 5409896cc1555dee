package io.cantus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1000, 1.00 kB",
    "20711476, 20.7 MB",
    "95000000000, 95.0 GB",
    "5300000000000, 5.3 TB",
  })
  void sizesHaveAUnitThatFits(long bytes, String shown) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 files", "1, 1 file", "2, 2 files"})
  void onlyOneIsSingular(long count, String shown) {
    assertThat(Quantity.of(count, "file")).isEqualTo(shown);
  }

  @Test
  void aRateIsPerSecondEvenOfNoTime() {
    assertThat(Quantity.rate(400, "files", Duration.ofMillis(2500)))
        .isEqualTo("2.5 s, 160 files/s");
    assertThat(Quantity.rate(1, "files", Duration.ZERO)).isEqualTo("0.0 s, 1000 files/s");
  }
}
