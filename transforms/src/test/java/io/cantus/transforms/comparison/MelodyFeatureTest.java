package io.cantus.transforms.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MelodyFeatureTest {
  private static final int HOLD = Melody.NO_EVENT;
  private static final int OFF = Melody.NOTE_OFF;

  /** A bar of a quarter, an eighth, a pause of an eighth, and a half. */
  private static final int[] BAR = {
    62, HOLD, HOLD, HOLD, 66, HOLD, OFF, HOLD, 69, HOLD, HOLD, HOLD, HOLD, HOLD, HOLD, HOLD
  };

  private static Melody bars(int[]... bars) {
    return Melody.of(Arrays.stream(bars).flatMapToInt(Arrays::stream).toArray());
  }

  private static int[] with(int step, int event) {
    int[] bar = BAR.clone();
    bar[step] = event;
    return bar;
  }

  private static double number(MelodyFeature feature, Melody melody) {
    double[] value = feature.of(melody);
    assertThat(value).hasSize(1);
    return value[0];
  }

  @Test
  void pitchClassesAreCountedFromTheKeyThatHoldsMostNotes() {
    // D, F sharp and A are in A, D and G major, of which D is the lowest.
    double[] shares = MelodyFeature.PITCH_CLASS_HISTOGRAM.of(bars(BAR));
    assertThat(shares).hasSize(12);
    assertThat(shares[0]).isEqualTo(1 / 3.0);
    assertThat(shares[4]).isEqualTo(1 / 3.0);
    assertThat(shares[7]).isEqualTo(1 / 3.0);
    int[] anOctaveUp = Arrays.stream(BAR).map(event -> event < 0 ? event : event + 12).toArray();
    assertThat(MelodyFeature.PITCH_CLASS_HISTOGRAM.of(bars(anOctaveUp))).isEqualTo(shares);
  }

  @Test
  void noteLengthsEndWithTheNextEventOrTheMelody() {
    double[] shares = MelodyFeature.NOTE_LENGTH_HISTOGRAM.of(bars(BAR));
    assertThat(shares).hasSize(17);
    for (int sixteenths : new int[] {2, 4, 8}) {
      assertThat(shares[sixteenths - 1]).isEqualTo(1 / 3.0);
    }
    int[] longNote = new int[40];
    Arrays.fill(longNote, HOLD);
    longNote[0] = 60;
    assertThat(MelodyFeature.NOTE_LENGTH_HISTOGRAM.of(bars(longNote))[16]).isEqualTo(1);
  }

  @Test
  void timesDoNotDependOnTheGrid() {
    int[] finer = new int[2 * BAR.length];
    Arrays.fill(finer, HOLD);
    for (int step = 0; step < BAR.length; step++) {
      finer[2 * step] = BAR[step];
    }
    Melody coarse = bars(BAR, BAR);
    int[] twice = Arrays.copyOf(finer, 2 * finer.length);
    System.arraycopy(finer, 0, twice, finer.length, finer.length);
    Melody fine = new Melody(twice, 0, 32, 8);
    for (MelodyFeature feature : MelodyFeature.values()) {
      assertThat(feature.of(fine)).as(feature.key()).isEqualTo(feature.of(coarse));
    }
  }

  @Test
  void densityIsNotesABar() {
    assertThat(number(MelodyFeature.NOTE_DENSITY, bars(BAR, BAR))).isEqualTo(3);
    assertThat(number(MelodyFeature.NOTE_DENSITY, Melody.of(HOLD, HOLD))).isZero();
  }

  @Test
  void repetitionIsWhatHappensAgainOfAllThatHappens() {
    assertThat(number(MelodyFeature.REPETITION_1_BAR, bars(BAR, BAR))).isEqualTo(1);
    // Four things happen in a bar; another pitch is one that is not the same.
    assertThat(number(MelodyFeature.REPETITION_1_BAR, bars(BAR, with(8, 71)))).isEqualTo(0.75);
    // One thing more makes five places where something happens.
    assertThat(number(MelodyFeature.REPETITION_1_BAR, bars(BAR, with(12, 71)))).isEqualTo(0.8);
    assertThat(number(MelodyFeature.REPETITION_1_BAR, bars(BAR, with(4, HOLD)))).isEqualTo(0.75);
    int[] other = Arrays.stream(BAR).map(event -> event < 0 ? event : event + 1).toArray();
    assertThat(number(MelodyFeature.REPETITION_2_BARS, bars(BAR, other, BAR, other))).isEqualTo(1);
    assertThat(number(MelodyFeature.REPETITION_1_BAR, bars(BAR, other, BAR, other)))
        .isEqualTo(0.25);
    assertThat(MelodyFeature.REPETITION_2_BARS.of(bars(BAR, BAR))).isEmpty();
  }

  @Test
  void notesOutOfScaleAreThoseThatNoOneMajorKeyHolds() {
    assertThat(number(MelodyFeature.OUT_OF_SCALE, bars(BAR))).isZero();
    assertThat(number(MelodyFeature.OUT_OF_SCALE, bars(BAR, with(8, 70), BAR, with(4, 65))))
        .isCloseTo(2 / 12.0, within(1e-12));
  }

  @Test
  void pitchesAndOnsetsAreMeasuredFromNoteToNote() {
    Melody melody = bars(BAR, with(0, 50));
    assertThat(number(MelodyFeature.PITCH_COUNT, melody)).isEqualTo(4);
    assertThat(number(MelodyFeature.PITCH_RANGE, melody)).isEqualTo(19);
    assertThat(number(MelodyFeature.PITCH_INTERVAL, melody)).isEqualTo((4 + 3 + 19 + 16 + 3) / 5.0);
    assertThat(number(MelodyFeature.INTER_ONSET_INTERVAL, melody)).isEqualTo(24 / 5.0);
    assertThat(MelodyFeature.PITCH_INTERVAL.of(Melody.of(60, HOLD))).isEmpty();
    assertThat(MelodyFeature.INTER_ONSET_INTERVAL.of(Melody.of(60, HOLD))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aMelodyWithoutStepsHasNoFeature(MelodyFeature feature) {
    assertThat(feature.of(Melody.of())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyBinIsReached(MelodyFeature feature) {
    Bins bins = feature.bins();
    for (int bin = 0; bin < bins.count(); bin++) {
      assertThat(bins.of(bins.lowerBound(bin))).isEqualTo(bin);
    }
    assertThat(bins.of(1e9)).isEqualTo(bins.count() - 1);
    assertThat(bins.of(-1)).isZero();
  }
}
