package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cantus.transforms.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTimingTest {
  private static final String SIXTY_NOTES = "[" + "60,".repeat(60) + "]";

  private static GenerationTiming timing(String primer, double qpm, int numSteps) {
    return GenerationTiming.of(Primer.melody(primer, qpm).sequence(), qpm, 4, numSteps);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[60]|3", "[60,-2,60,-2,67,-2,67,-2]|10", "[-2]|2", "[]|2", "[60,-1,-2,-2,-2]|3"})
  void startsTwoStepsAfterTheLastNote(String primer, int startStep) {
    assertThat(timing(primer, 120, 128).startStep()).isEqualTo(startStep);
  }

  @ParameterizedTest
  @ValueSource(doubles = {90, 100, 120, 140})
  void makesAsManyStepsAsAskedAtMostTempos(double qpm) {
    assertThat(timing("[60]", qpm, 128).endStep()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(doubles = {22, 34, 44, 53, 55, 88, 95, 103, 110, 118, 122, 123, 138, 145})
  void makesOneStepFewerAtSomeTempos(double qpm) {
    assertThat(timing("[60]", qpm, 128).endStep()).isEqualTo(127);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[60]|120|2|3|4",
        "[60]|120|3|3|4",
        "[60]|120|1|3|4",
        "[-2]|120|2|2|3",
        "[60,-2,60,-2,67,-2,67,-2]|120|8|10|11",
      })
  void refusesAPrimerThatLeavesNoStep(
      String primer, double qpm, int numSteps, int taken, int needed) {
    assertThatThrownBy(() -> timing(primer, qpm, numSteps))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the primer takes %d steps and leaves none of num_steps %d; give at least %d",
            taken, numSteps, needed);
    assertThat(timing(primer, qpm, needed).endStep()).isEqualTo(needed);
  }

  @Test
  void namesTheFirstNumberOfStepsThatWorksWhereRoundingLosesOne() {
    int lost = 0;
    for (int qpm = 20; qpm < 200; qpm++) {
      double tempo = qpm;
      UsageException refusal =
          catchThrowableOfType(UsageException.class, () -> timing(SIXTY_NOTES, tempo, 10));
      String message = refusal.getMessage();
      int needed = Integer.parseInt(message.substring(message.lastIndexOf(' ') + 1));
      GenerationTiming timing = timing(SIXTY_NOTES, qpm, needed);
      lost += timing.endStep() < needed ? 1 : 0;
      assertThatThrownBy(() -> timing(SIXTY_NOTES, tempo, needed - 1))
          .isInstanceOf(UsageException.class);
    }
    assertThat(lost).as("tempos at which the needed steps are rounded down").isPositive();
  }
}
