package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetOptionsTest {
  private static DatasetOptions of(
      int minBars, long maxSteps, long maxStepsDiscard, double gapBars, int minUniquePitches) {
    return new DatasetOptions(
        4,
        List.of(0),
        new ExtractionOptions(
            0,
            minBars,
            maxSteps,
            maxStepsDiscard,
            gapBars,
            minUniquePitches,
            Polyphony.KEEP_HIGHEST,
            Ending.WHOLE_BAR,
            Drums.KEEP));
  }

  private static void assertRefused(Runnable options, String why) {
    assertThatThrownBy(options::run).isInstanceOf(UsageException.class).hasMessage(why);
  }

  @Test
  void tellsEveryOptionByItsName() {
    assertThat(DatasetOptions.DEFAULTS.settings())
        .hasToString(
            "{steps_per_quarter=4, transpositions=0, min_bars=7, max_steps=512, max_steps_discard=none, min_unique_pitches=5, gap_bars=1.0, ignore_polyphonic_notes=false, pad_end=false, filter_drums=true}");
    assertThat(
            new DatasetOptions(
                    12,
                    List.of(-6, 0, 5),
                    of(0, ExtractionOptions.NO_LIMIT, 640, 0.5, 0).extraction())
                .settings())
        .hasToString(
            "{steps_per_quarter=12, transpositions=-6,0,5, min_bars=0, max_steps=none, max_steps_discard=640, min_unique_pitches=0, gap_bars=0.5, ignore_polyphonic_notes=true, pad_end=true, filter_drums=false}");
  }

  @Test
  void refusesWhatMakesNoSense() {
    ExtractionOptions extraction = ExtractionOptions.DATASET;

    assertRefused(() -> of(-1, 512, 512, 1, 5), "min_bars is -1 but must be at least 0");
    assertRefused(() -> of(7, 0, 512, 1, 5), "max_steps is 0 but must be at least 1");
    assertRefused(() -> of(7, 512, -5, 1, 5), "max_steps_discard is -5 but must be at least 1");
    assertRefused(() -> of(7, 512, 512, -0.5, 5), "gap_bars is -0.5 but must be at least 0");
    assertRefused(() -> of(7, 512, 512, Double.NaN, 5), "gap_bars is NaN but must be at least 0");
    assertRefused(
        () -> of(7, 512, 512, 1, 13), "min_unique_pitches is 13 but must be from 0 to 12");
    assertRefused(
        () -> new DatasetOptions(0, List.of(0), extraction),
        "steps_per_quarter is 0 but must be from 1 to 24");
    assertRefused(
        () -> new DatasetOptions(4, List.of(0, 128), extraction),
        "transpositions is 128 but must be from -127 to 127");
    assertRefused(
        () -> new DatasetOptions(4, List.of(), extraction),
        "transpositions are [] but must be some different half steps, such as 0,5,7");
    assertRefused(
        () -> new DatasetOptions(4, List.of(1, 1), extraction),
        "transpositions are [1, 1] but must be some different half steps, such as 0,5,7");
  }
}
