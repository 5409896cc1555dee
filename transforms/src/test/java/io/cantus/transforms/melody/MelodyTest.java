package io.cantus.transforms.melody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MelodyTest {
  private static final OptionalInt C_MAJOR = OptionalInt.of(0);

  @Test
  void turnsNoteOffsBeforeTheFirstPitchIntoSilence() {
    assertThat(Melody.of(-1, -2, -1, 60, -1, -1).events()).containsExactly(-2, -2, -2, 60, -1, -1);
  }

  @Test
  void refusesEventsThatAreNone() {
    assertThatThrownBy(() -> Melody.of(60, 128)).hasMessageContaining("128 at step 1");
    assertThatThrownBy(() -> Melody.of(-3)).hasMessageContaining("-3 at step 0");
  }

  @Test
  void keepsItsEventsToItself() {
    int[] events = {60, 62};
    Melody melody = Melody.of(events);
    events[0] = 1;
    melody.events()[1] = 1;

    assertThat(melody).isEqualTo(Melody.of(60, 62));
  }

  @Test
  void growingEndsANoteThatStillSounds() {
    assertThat(Melody.of(60, -2).withLength(4)).isEqualTo(Melody.of(60, -2, -1, -2));
    assertThat(Melody.of(60, -1, -2).withLength(5)).isEqualTo(Melody.of(60, -1, -2, -2, -2));
    assertThat(Melody.of(-2).withLength(2)).isEqualTo(Melody.of(-2, -2));
    assertThat(Melody.of().withLength(2)).isEqualTo(Melody.of(-2, -2));
    assertThat(Melody.of(60).withLength(1)).isEqualTo(Melody.of(60));
  }

  @Test
  void shrinkingCutsAtTheEndAndKeepsTheStart() {
    Melody cut = new Melody(new int[] {60, 62, 64}, 32, 12, 4).withLength(2);

    assertThat(cut).isEqualTo(new Melody(new int[] {60, 62}, 32, 12, 4));
    assertThat(cut.endStep()).isEqualTo(34);
  }

  static Stream<Arguments> squashed() {
    return Stream.of(
        Arguments.of(
            Melody.of(72, -2, 74, -1, 76, 77, 79), -12, Melody.of(60, -2, 62, -1, 64, 65, 67)),
        Arguments.of(
            Melody.of(50, 52, 54, 55, 57, 59, 61, 62),
            10,
            Melody.of(60, 62, 64, 65, 67, 69, 71, 72)),
        Arguments.of(Melody.of(90, 91, 93, 95, 96), -31, Melody.of(59, 60, 62, 64, 65)),
        Arguments.of(Melody.of(30, 100), -2, Melody.of(52, 74)),
        Arguments.of(Melody.of(-2, -2), 0, Melody.of(-2, -2)),
        // Exactly between two octaves: the even number of octaves, here none, none and two.
        Arguments.of(Melody.of(55, 57, 59, 60, 62, 64), 0, Melody.of(55, 57, 59, 60, 62, 64)),
        Arguments.of(Melody.of(67, 69, 71, 72, 74, 76), 0, Melody.of(67, 69, 71, 72, 74, 76)),
        Arguments.of(Melody.of(43, 45, 47, 48, 50, 52), 24, Melody.of(67, 69, 71, 72, 74, 76)));
  }

  @ParameterizedTest
  @MethodSource("squashed")
  void squashesIntoKeyAndRange(Melody melody, int amount, Melody expected) {
    assertThat(melody.squash(48, 84, C_MAJOR)).isEqualTo(new Melody.Squashed(expected, amount));
  }

  @Test
  void withoutAKeyOnlyFolds() {
    assertThat(Melody.of(40, 60, 90).squash(48, 84, OptionalInt.empty()))
        .isEqualTo(new Melody.Squashed(Melody.of(52, 60, 78), 0));
  }

  @Test
  void foldsTransposedPitchesByOctavesToTheNearEdge() {
    assertThat(Melody.of(0, 47, 48, 83, 84, 127, -1, -2).transposed(0, 48, 84))
        .isEqualTo(Melody.of(48, 59, 48, 83, 72, 79, -1, -2));
    assertThat(Melody.of(2, 126).transposed(-5, 0, 128)).isEqualTo(Melody.of(9, 121));
    assertThat(Melody.of(2, 126).transposed(5, 0, 128)).isEqualTo(Melody.of(7, 119));
  }

  @Test
  void countsPitchClassesNotPitches() {
    assertThat(Melody.of(60, 72, -1, 61, -2, 49).pitchClasses()).isEqualTo(2);
    assertThat(Melody.of(-2).pitchClasses()).isZero();
  }
}
