package io.cantus.generation;

import static io.cantus.generation.PrimerTest.note;
import static io.cantus.generation.PrimerTest.sequence;
import static io.cantus.generation.PrimerTest.tempo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.Melody;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MelodyGeneratorTest {
  private static final MelodyConfig CONFIG = MelodyConfig.named("lookback_rnn");

  private static MelodyGenerator generator(Primer primer, int numSteps) {
    return generator(CONFIG, primer, numSteps);
  }

  private static MelodyGenerator generator(MelodyConfig config, Primer primer, int numSteps) {
    EventNetwork network =
        StandInNetwork.hash(CONFIG.encoding().inputSize(), CONFIG.encoding().numClasses());
    return new MelodyGenerator(
        config, network, primer, new GenerationOptions(numSteps, 1, 1, 1, 1));
  }

  private static Primer midi(NoteSequence.Builder sequence) {
    return new Primer(sequence.build(), 120, "p.mid");
  }

  @Test
  void playsOnTheGridThatTheModelWasTrainedOn() {
    MelodyConfig fine = CONFIG.withStepsPerQuarter(8);
    MelodyGenerator generator = generator(fine, Primer.melody("[60, -2, 62]", 120), 64);
    GeneratedMelody generated = generator.generate(DrawSource.seeded(1, 1));

    // A primer's events are sixteenths, as in the reference.
    assertThat(generated.melody().events()).startsWith(60, -2, -2, -2, 62);
    assertThat(generated.melody().stepsPerQuarter()).isEqualTo(8);
    assertThat(generated.sequence().getTotalTime()).isEqualTo(64 * 0.0625);
    assertThat(generated.sequence().getNotesList())
        .allMatch(note -> note.getStartTime() / 0.0625 % 1 == 0)
        .anyMatch(note -> note.getStartTime() / 0.125 % 1 != 0);
  }

  @Test
  void givesAnOutputThatDependsOnItsOwnDrawsOnly() {
    MelodyGenerator generator = generator(Primer.middleC(120), 128);
    GeneratedMelody third = generator.generate(DrawSource.seeded(1, 3));
    generator.generate(DrawSource.seeded(1, 1));
    assertThat(generator.generate(DrawSource.seeded(1, 3)).midi()).isEqualTo(third.midi());
    assertThat(generator.generate(DrawSource.seeded(1, 4)).midi()).isNotEqualTo(third.midi());
  }

  @ParameterizedTest
  @CsvSource({"lookback_rnn,1,1,1", "lookback_rnn,3,2,5", "attention_rnn,1,1,1"})
  @EnabledIf(SharedCorpora.PRESENT)
  void givesTheSameMelodiesAloneAndInBatchesOfAnySize(
      String name, int beamSize, int branchFactor, int stepsPerIteration) {
    GenerationOptions options =
        new GenerationOptions(64, 1, beamSize, branchFactor, stepsPerIteration);
    MelodyGenerator generator =
        new MelodyGenerator(
            MelodyConfig.named(name), EventRnnTest.realNetwork(name), Primer.middleC(0), options);
    List<GeneratedMelody> alone =
        IntStream.range(0, 20).mapToObj(i -> generator.generate(DrawSource.seeded(9, i))).toList();
    assertThat(alone.stream().map(GeneratedMelody::melody).distinct()).hasSizeGreaterThan(2);
    for (int size : new int[] {2, 7, 20}) {
      for (int first = 0; first < 20; first += size) {
        List<GeneratedMelody> together =
            generator.generate(
                IntStream.range(first, Math.min(20, first + size))
                    .mapToObj(i -> DrawSource.seeded(9, i))
                    .toList());
        for (int i = 0; i < together.size(); i++) {
          assertThat(together.get(i).midi()).isEqualTo(alone.get(first + i).midi());
          assertThat(together.get(i).logLikelihood())
              .isEqualTo(alone.get(first + i).logLikelihood());
        }
      }
    }
  }

  @Test
  void tellsHowManyStepsWereMade() {
    MelodyGenerator generator = generator(Primer.middleC(122), 64);
    assertThat(generator.stepsAsked()).isEqualTo(64);
    assertThat(generator.stepsMade()).isEqualTo(63);
    assertThat(generator.primerSteps()).isEqualTo(3);
    assertThat(generator.qpm()).isEqualTo(122);
    assertThat(generator.generate(DrawSource.seeded(1, 1)).melody().length()).isEqualTo(63);
  }

  @Test
  void startsWithThePrimerInItsOwnKey() {
    int[] primer = {62, -2, 64, -1, 66, 67, 69};
    MelodyGenerator generator = generator(Primer.melody(Arrays.toString(primer), 120), 64);
    GeneratedMelody generated = generator.generate(DrawSource.seeded(1, 1));
    assertThat(generated.melody().events()).startsWith(primer);
    assertThat(generated.modelMelody().events()).startsWith(60, -2, 62, -1, 64, 65, 67);
  }

  @ParameterizedTest
  @CsvSource({"2,false", "3,false", "4,true"})
  void needsFourStepsForThePrimerOfOneNote(int numSteps, boolean enough) {
    if (enough) {
      GeneratedMelody generated =
          generator(Primer.middleC(120), numSteps).generate(DrawSource.seeded(1, 1));
      assertThat(generated.melody().length()).isEqualTo(numSteps);
    } else {
      assertThatThrownBy(() -> generator(Primer.middleC(120), numSteps))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith("give at least 4");
    }
  }

  @Test
  void takesTheHighestOfNotesThatBeginTogether() {
    MelodyGenerator generator =
        generator(midi(sequence(note(60, 0, .5), note(67, 0, .25), note(64, 0, .5))), 64);
    assertThat(generator.primer().events()).containsExactly(67, -2, -1, -2, -2, -2);
  }

  @Test
  void waitsUntilTheDrumsOfAPrimerHaveEnded() {
    Note drum = note(36, 1, 2).toBuilder().setInstrument(1).setIsDrum(true).build();
    MelodyGenerator generator = generator(midi(sequence(note(60, 0, .5), drum)), 64);
    assertThat(generator.primerSteps()).isEqualTo(18);
    assertThat(generator.primer().length()).isEqualTo(18);
    MelodyGenerator drumsOnly = generator(midi(sequence(drum)), 64);
    assertThat(drumsOnly.primer()).isEqualTo(new Melody(new int[] {-2}, 17, 16, 4));
  }

  @Test
  void refusesAPrimerOfSeveralInstruments() {
    Note other = note(48, 0, 1).toBuilder().setInstrument(1).build();
    assertBadPrimer(sequence(note(60, 0, 1), other), "2 instruments play melodies in it; keep one");
  }

  @Test
  void refusesAPrimerThatChangesItsTempoOrMeter() {
    assertBadPrimer(
        sequence(note(60, 0, 1)).addTempos(tempo(0, 120)).addTempos(tempo(1, 90)),
        "multiple-tempos: the tempo changes");
    assertBadPrimer(
        sequence(note(60, 0, 1))
            .addTimeSignatures(meter(0, 4, 4))
            .addTimeSignatures(meter(1, 3, 4)),
        "multiple-time-signatures: the meter changes");
  }

  @Test
  void refusesBarsOfHalfStepsUnlessThereAreNoNotes() {
    assertBadPrimer(
        sequence(note(60, 0, 1)).addTimeSignatures(meter(0, 3, 32)),
        "a bar of 3/32 is no whole number of steps");
    assertThat(generator(midi(sequence().addTimeSignatures(meter(0, 3, 32))), 64).primer().events())
        .containsExactly(-2);
  }

  private static NoteSequence.TimeSignature meter(double time, int numerator, int denominator) {
    return NoteSequence.TimeSignature.newBuilder()
        .setTime(time)
        .setNumerator(numerator)
        .setDenominator(denominator)
        .build();
  }

  private static void assertBadPrimer(NoteSequence.Builder sequence, String what) {
    assertThatThrownBy(() -> generator(midi(sequence), 64))
        .isInstanceOf(BadInputException.class)
        .hasMessage("p.mid: cannot be a primer: " + what);
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertRefused("num_steps is 0 and must be at least 1", 0, 1, 1, 1);
    assertRefused("beam_size is 0 and must be at least 1", 128, 0, 1, 1);
    assertRefused("branch_factor is -1 and must be at least 1", 128, 1, -1, 1);
    assertRefused("steps_per_iteration is 0 and must be at least 1", 128, 1, 1, 0);
    assertRefused("num_steps is 1000001 and must be at most 1000000", 1_000_001, 1, 1, 1);
  }

  private static void assertRefused(
      String message, int numSteps, int beamSize, int branchFactor, int stepsPerIteration) {
    assertThatThrownBy(
            () -> new GenerationOptions(numSteps, 1.0, beamSize, branchFactor, stepsPerIteration))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesTemperaturesThatCannotBe(double temperature) {
    assertThatThrownBy(() -> new GenerationOptions(128, temperature, 1, 1, 1))
        .isInstanceOf(UsageException.class)
        .hasMessage("temperature is %s and must be a number greater than 0", temperature);
  }
}
