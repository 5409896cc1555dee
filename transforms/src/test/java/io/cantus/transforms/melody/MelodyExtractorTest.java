package io.cantus.transforms.melody;

import static io.cantus.transforms.melody.ExtractionOptions.NO_LIMIT;
import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.ExtractionOptions.Ending;
import io.cantus.transforms.melody.ExtractionOptions.Polyphony;
import io.cantus.transforms.melody.MelodyExtractor.Extraction;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.sequence.Quantizer;
import io.cantus.transforms.sequence.Sequences;
import io.cantus.transforms.statistics.Statistics;
import org.junit.jupiter.api.Test;

class MelodyExtractorTest {
  /** Everything is a melody; a bar's pause ends it. */
  private static final ExtractionOptions ALL = options(0, 1.0, Ending.LAST_NOTE);

  private static ExtractionOptions options(int minBars, double gapBars, Ending ending) {
    return new ExtractionOptions(
        0, minBars, NO_LIMIT, NO_LIMIT, gapBars, 1, Polyphony.KEEP_HIGHEST, ending, Drums.SKIP);
  }

  private static ExtractionOptions limited(long truncate, long discard, Ending ending) {
    return new ExtractionOptions(
        0, 0, truncate, discard, 1.0, 1, Polyphony.KEEP_HIGHEST, ending, Drums.SKIP);
  }

  private static Extraction extract(Sequences sequence, ExtractionOptions options) {
    Outcome.Produced<QuantizedSequence> quantized =
        (Outcome.Produced<QuantizedSequence>) Quantizer.quantize(sequence.build(), 4);
    return new MelodyExtractor(options).extract(quantized.values().get(0));
  }

  private static Melody melody(long startStep, int... events) {
    return new Melody(events, startStep, 16, 4);
  }

  private static Sequences quarters(
      Sequences sequence, int instrument, int bars, int fromBar, int pitches) {
    for (int beat = 0; beat < 4 * bars; beat++) {
      long start = 16L * fromBar + 4L * beat;
      sequence.step(instrument, 60 + beat % pitches, start, start + 4);
    }
    return sequence;
  }

  @Test
  void cutsOverlappedNotesAndEndsAMelodyAtALongPause() {
    Sequences sequence =
        sequence().note(60, 0, .5).note(64, .25, .6).note(67, .63, .64).note(72, 4, 4.5);

    assertThat(extract(sequence, ALL).melodies())
        .containsExactly(melody(0, 60, -2, 64, -2, -2, 67), melody(32, 72, -2, -2, -2));
  }

  @Test
  void countsWhatTheReferenceCounts() {
    Sequences sequence = sequence();
    quarters(sequence, 0, 8, 0, 5);
    quarters(sequence, 0, 3, 10, 5);
    quarters(sequence, 1, 10, 0, 4);
    quarters(sequence, 2, 10, 0, 5);
    sequence.step(2, 72, 0, 4);
    quarters(sequence, 3, 50, 0, 5);

    Extraction extraction = extract(sequence, ExtractionOptions.DATASET);

    assertThat(extraction.melodies()).extracting(Melody::length).containsExactly(128, 512);
    assertThat(extraction.statistics().render())
        .isEqualTo(
            """
            melodies_discarded_too_few_pitches: 1
            melodies_discarded_too_long: 0
            melodies_discarded_too_short: 1
            melodies_truncated: 1
            melody_lengths_in_bars:
              [8,10): 1
              [30,40): 1
            polyphonic_tracks_discarded: 1
            """);
  }

  @Test
  void leadingRestsOfTheFirstBarAreSilence() {
    assertThat(extract(sequence().step(60, 18, 20), ALL).melodies())
        .containsExactly(melody(16, -2, -2, 60, -2));
  }

  @Test
  void restsWithinAMelodyAreANoteOffAndSilence() {
    assertThat(extract(sequence().step(60, 0, 1).step(62, 4, 5), ALL).melodies())
        .containsExactly(melody(0, 60, -1, -2, -2, 62));
  }

  @Test
  void aPauseOfExactlyTheGapEndsAMelodyAndAStepLessDoesNot() {
    assertThat(extract(sequence().step(60, 0, 2).step(62, 18, 19), ALL).melodies()).hasSize(2);
    assertThat(extract(sequence().step(60, 0, 2).step(62, 17, 18), ALL).melodies()).hasSize(1);
  }

  @Test
  void thePauseIsCountedFromTheEndOfTheLastNoteEvenIfAnEarlierOneWouldLastLonger() {
    Sequences sequence = sequence().step(60, 0, 40).step(62, 2, 4).step(64, 20, 21);

    assertThat(extract(sequence, ALL).melodies())
        .containsExactly(melody(0, 60, -2, 62, -2), melody(16, -2, -2, -2, -2, 64));
  }

  @Test
  void anInfiniteGapTakesAllThatAnInstrumentPlays() {
    Sequences sequence = sequence().step(60, 0, 1).step(62, 100, 101);

    assertThat(extract(sequence, ExtractionOptions.PRIMER).melodies())
        .extracting(Melody::length)
        .containsExactly(101);
  }

  @Test
  void theNextSearchBeginsAtTheBarAfterTheMelodySoThatNotesInTheRestOfItsBarAreLost() {
    ExtractionOptions halfBarGap = options(0, 0.5, Ending.LAST_NOTE);
    Sequences sequence = sequence().step(60, 0, 1).step(61, 12, 13).step(62, 18, 19);

    assertThat(extract(sequence, halfBarGap).melodies())
        .containsExactly(melody(0, 60), melody(16, -2, -2, 62));
  }

  @Test
  void barsAreCountedFromTheSearchStart() {
    ExtractionOptions fromFive =
        new ExtractionOptions(
            5, 0, NO_LIMIT, NO_LIMIT, 1.0, 1, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);

    assertThat(
            extract(sequence().step(59, 4, 5).step(60, 7, 8).step(62, 24, 25), fromFive).melodies())
        .containsExactly(melody(5, -2, -2, 60), melody(21, -2, -2, -2, 62));
  }

  @Test
  void theHighestOfNotesAtAStepIsKept() {
    Sequences sequence = sequence().step(60, 0, 8).step(64, 0, 2).step(62, 4, 5);

    assertThat(extract(sequence, ALL).melodies()).containsExactly(melody(0, 64, -2, -1, -2, 62));
  }

  @Test
  void polyphonyAbandonsTheInstrumentButKeepsItsEarlierMelodies() {
    ExtractionOptions abandon =
        new ExtractionOptions(
            0, 0, NO_LIMIT, NO_LIMIT, 1.0, 1, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);
    Sequences sequence =
        sequence()
            .step(0, 60, 0, 4)
            .step(0, 60, 32, 36)
            .step(0, 64, 32, 36)
            .step(0, 60, 80, 84)
            .step(1, 50, 0, 4);
    Extraction extraction = extract(sequence, abandon);

    assertThat(extraction.melodies())
        .containsExactly(melody(0, 60, -2, -2, -2), melody(0, 50, -2, -2, -2));
    assertThat(extraction.statistics().counter(MelodyExtractor.POLYPHONIC)).isEqualTo(1);
  }

  @Test
  void padsToTheEndOfTheBar() {
    ExtractionOptions padded = options(0, 1.0, Ending.WHOLE_BAR);
    Sequences sequence = sequence().meter(0, 1, 4).step(60, 0, 2).step(62, 8, 12);

    assertThat(extract(sequence, padded).melodies())
        .containsExactly(
            new Melody(new int[] {60, -2, -1, -2}, 0, 4, 4),
            new Melody(new int[] {62, -2, -2, -2}, 8, 4, 4));
  }

  @Test
  void aPaddedMelodyIsAsLongAsItsBars() {
    Sequences seven = sequence().step(60, 0, 97);
    ExtractionOptions asPlayed = options(7, 1.0, Ending.LAST_NOTE);
    ExtractionOptions padded = options(7, 1.0, Ending.WHOLE_BAR);

    assertThat(extract(seven, asPlayed).melodies()).isEmpty();
    assertThat(extract(seven, padded).melodies()).extracting(Melody::length).containsExactly(112);
  }

  @Test
  void truncatesOrDiscardsWhatIsTooLong() {
    Sequences sequence = sequence().step(60, 0, 10).step(62, 10, 21);
    Statistics truncated = extract(sequence, limited(20, NO_LIMIT, Ending.LAST_NOTE)).statistics();
    Extraction discarded = extract(sequence, limited(NO_LIMIT, 20, Ending.LAST_NOTE));

    assertThat(truncated.counter(MelodyExtractor.TRUNCATED)).isEqualTo(1);
    assertThat(extract(sequence, limited(20, NO_LIMIT, Ending.LAST_NOTE)).melodies())
        .extracting(Melody::length)
        .containsExactly(20);
    assertThat(discarded.melodies()).isEmpty();
    assertThat(discarded.statistics().counter(MelodyExtractor.TOO_LONG)).isEqualTo(1);
    assertThat(extract(sequence, limited(21, 21, Ending.LAST_NOTE)).melodies())
        .extracting(Melody::length)
        .containsExactly(21);
    assertThat(extract(sequence, limited(20, NO_LIMIT, Ending.WHOLE_BAR)).melodies())
        .extracting(Melody::length)
        .containsExactly(16);
  }

  @Test
  void theNextSearchBeginsAfterTheWholeMelodyEvenIfItWasCut() {
    Sequences sequence = sequence().step(60, 0, 40).step(62, 56, 57);

    assertThat(extract(sequence, limited(20, NO_LIMIT, Ending.LAST_NOTE)).melodies())
        .extracting(Melody::startStep)
        .containsExactly(0L, 48L);
  }

  @Test
  void lengthIsTestedBeforeTruncationAndPitchesAfter() {
    ExtractionOptions twoPitches =
        new ExtractionOptions(
            0, 2, 16, NO_LIMIT, 1.0, 2, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);
    Statistics statistics =
        extract(sequence().step(60, 0, 16).step(62, 16, 32), twoPitches).statistics();

    assertThat(statistics.counter(MelodyExtractor.TOO_SHORT)).isZero();
    assertThat(statistics.counter(MelodyExtractor.TRUNCATED)).isEqualTo(1);
    assertThat(statistics.counter(MelodyExtractor.TOO_FEW_PITCHES)).isEqualTo(1);
  }

  @Test
  void skipsSilentNotesAndDrumsButTakesTheFirstBarFromThem() {
    Sequences silentFirst =
        sequence()
            .note(Note.newBuilder().setPitch(50).setStartTime(0).setEndTime(1))
            .step(60, 16, 17);
    Sequences drumFirst =
        sequence()
            .note(Note.newBuilder().setPitch(50).setVelocity(9).setIsDrum(true).setEndTime(1))
            .step(60, 16, 17);
    Melody expected = melody(0, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, 60);

    assertThat(extract(silentFirst, ALL).melodies()).containsExactly(expected);
    assertThat(extract(drumFirst, ALL).melodies()).containsExactly(expected);
  }

  @Test
  void drumsMayBeKept() {
    ExtractionOptions withDrums =
        new ExtractionOptions(
            0, 0, NO_LIMIT, NO_LIMIT, 1.0, 1, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.KEEP);
    Sequences drum =
        sequence()
            .note(Note.newBuilder().setPitch(36).setVelocity(9).setIsDrum(true).setEndTime(.125));

    assertThat(extract(drum, withDrums).melodies()).containsExactly(melody(0, 36));
    assertThat(extract(drum, ALL).melodies()).isEmpty();
  }

  @Test
  void nothingIsExtractedFromBarsThatAreNoWholeNumberOfSteps() {
    Sequences sequence = sequence().meter(0, 3, 32).step(60, 0, 100);

    assertThat(extract(sequence, ALL).melodies()).isEmpty();
    assertThat(extract(sequence, ALL).statistics().render())
        .isEqualTo("non_integer_steps_per_bar: 1\n");
  }

  @Test
  void withoutNotesEveryCounterIsZeroWhateverTheMeter() {
    assertThat(extract(sequence().meter(0, 3, 32), ExtractionOptions.DATASET).statistics().render())
        .isEqualTo(
            """
            melodies_discarded_too_few_pitches: 0
            melodies_discarded_too_long: 0
            melodies_discarded_too_short: 0
            melodies_truncated: 0
            melody_lengths_in_bars:

            polyphonic_tracks_discarded: 0
            """);
  }

  @Test
  void aNoteOfAThousandYearsCostsNothingWhereMelodiesAreCut() {
    long end = 8L * 60 * 60 * 24 * 365 * 1000;
    Sequences sequence = sequence();
    quarters(sequence, 0, 8, 0, 5);
    sequence.step(72, 127, end);
    Extraction extraction = extract(sequence, ExtractionOptions.DATASET);

    assertThat(extraction.melodies()).extracting(Melody::length).containsExactly(512);
    assertThat(extraction.melodies().get(0).event(127)).isEqualTo(72);
    assertThat(extraction.melodies().get(0).event(511)).isEqualTo(Melody.NO_EVENT);
    assertThatThrownBy(() -> extract(sequence, ExtractionOptions.PRIMER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("steps is too long");
  }

  @Test
  void silenceAcrossTheTruncationIsSilence() {
    ExtractionOptions options =
        new ExtractionOptions(
            0, 0, 100, NO_LIMIT, 20.0, 1, Polyphony.ABANDON, Ending.LAST_NOTE, Drums.SKIP);
    Melody melody =
        extract(sequence().step(60, 0, 2).step(62, 150, 151), options).melodies().get(0);

    assertThat(melody).isEqualTo(melody(0, 60, -2).withLength(100));
  }

  @Test
  void melodiesComeByInstrumentThenTime() {
    Sequences sequence =
        sequence().step(9, 69, 0, 1).step(-3, 57, 32, 33).step(-3, 56, 0, 1).step(4, 64, 0, 1);

    assertThat(extract(sequence, ALL).melodies())
        .containsExactly(melody(0, 56), melody(32, 57), melody(0, 64), melody(0, 69));
  }
}
