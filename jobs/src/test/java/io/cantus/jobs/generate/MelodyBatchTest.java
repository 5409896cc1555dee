package io.cantus.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.generation.GenerationOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MelodyBatchTest {

  @ParameterizedTest
  @CsvSource({
    "1, 128, 1, 1",
    "10, 128, 1, 3",
    "100000, 128, 1, 196",
    "100000, 128, 4, 782",
    "100000000, 128, 1, 10000",
    "30, 1000000, 10, 30"
  })
  void holdEveryOutputOnceAndAreNotTooMany(int outputs, int steps, int beamSize, int expected) {
    List<MelodyBatch> batches =
        MelodyBatch.all(outputs, new GenerationOptions(steps, 1, beamSize, 1, 1));
    assertThat(batches).hasSize(expected);
    int next = 0;
    for (MelodyBatch batch : batches) {
      assertThat(batch.number()).isEqualTo(batches.indexOf(batch));
      assertThat(batch.first()).isEqualTo(next);
      assertThat(batch.count()).isPositive();
      next += batch.count();
      assertThat(batch.last()).isEqualTo(next == outputs);
    }
    assertThat(next).isEqualTo(outputs);
  }
}
