package io.cantus.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import org.junit.jupiter.api.Test;

class BarLinesTest {
  private final NoteSequence.Builder sequence = NoteSequence.newBuilder();

  @Test
  void withoutTempoOrMeterABarLastsTwoSeconds() {
    assertThat(BarLines.of(sequence.build(), 6)).containsExactly(0.0, 2.0, 4.0);
  }

  @Test
  void aTempoChangeInsideABarBendsIt() {
    sequence.addTemposBuilder().setTime(0).setQpm(120);
    sequence.addTemposBuilder().setTime(3).setQpm(60);

    assertThat(BarLines.of(sequence.build(), 12)).containsExactly(0.0, 2.0, 5.0, 9.0);
  }

  @Test
  void aTimeSignatureBeginsABar() {
    signature(0, 4, 4);
    signature(3, 6, 8);

    assertThat(BarLines.of(sequence.build(), 7)).containsExactly(0.0, 2.0, 3.0, 4.5, 6.0);
  }

  @Test
  void whatCannotBeIsIgnored() {
    sequence.addTemposBuilder().setTime(0).setQpm(0);
    signature(0, 4, 0);
    signature(0, -1, 4);

    assertThat(BarLines.of(sequence.build(), 4)).containsExactly(0.0, 2.0);
  }

  @Test
  void anEndlessSequenceHasABoundedNumberOfBars() {
    assertThat(BarLines.of(sequence.build(), 1e12)).hasSize(2_000);
  }

  private void signature(double time, int numerator, int denominator) {
    sequence
        .addTimeSignaturesBuilder()
        .setTime(time)
        .setNumerator(numerator)
        .setDenominator(denominator);
  }
}
