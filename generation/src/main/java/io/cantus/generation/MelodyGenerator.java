package io.cantus.generation;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.melody.MelodyExtractor;
import io.cantus.transforms.midi.MidiWriter;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.sequence.Quantizer;
import java.util.List;

/**
 * Continues a primer with a model, any number of times: the whole path of Magenta's
 * melody_rnn_generate from the primer to the bytes of a MIDI file. All that can be wrong with the
 * primer or the options shows at construction. Thread-safe if the network is.
 */
public final class MelodyGenerator {
  private final GenerationOptions options;
  private final GenerationTiming timing;
  private final Melody primer;
  private final Melody.Squashed squashed;
  private final BeamSearch search;

  /**
   * A generator for one primer.
   *
   * @param network fits the config's encoding
   * @throws BadInputException if the primer is more than one melody in one meter and tempo
   * @throws UsageException if the primer leaves no step to generate
   */
  public MelodyGenerator(
      MelodyConfig config, EventNetwork network, Primer primer, GenerationOptions options) {
    this.options = options;
    timing =
        GenerationTiming.of(
            primer.sequence(), primer.qpm(), config.stepsPerQuarter(), options.numSteps());
    this.primer = melody(primer, config.stepsPerQuarter(), timing);
    squashed = config.squash(this.primer);
    search =
        new BeamSearch(
            network,
            config.encoding(),
            options,
            squashed.melody().events(),
            (int) (timing.endStep() - this.primer.startStep()));
  }

  /** The primer's only melody, up to the step where generation starts. */
  private static Melody melody(Primer primer, int stepsPerQuarter, GenerationTiming timing) {
    QuantizedSequence sequence = quantized(primer, stepsPerQuarter);
    if (sequence.noteCount() > 0 && sequence.stepsPerBar() % 1 != 0) {
      throw new BadInputException(
          "%s: cannot be a primer: a bar of %d/%d is no whole number of steps"
              .formatted(primer.source(), sequence.numerator(), sequence.denominator()));
    }
    List<Melody> melodies =
        new MelodyExtractor(ExtractionOptions.PRIMER).extract(sequence).melodies();
    if (melodies.size() > 1) {
      throw new BadInputException(
          "%s: cannot be a primer: %d instruments play melodies in it; keep one"
              .formatted(primer.source(), melodies.size()));
    }
    Melody melody =
        melodies.isEmpty()
            ? new Melody(
                new int[0],
                Math.max(0, timing.startStep() - 1),
                (int) sequence.stepsPerBar(),
                sequence.stepsPerQuarter())
            : melodies.get(0);
    return melody.withLength((int) (timing.startStep() - melody.startStep()));
  }

  private static QuantizedSequence quantized(Primer primer, int stepsPerQuarter) {
    Outcome<QuantizedSequence> outcome = Quantizer.quantize(primer.sequence(), stepsPerQuarter);
    if (outcome instanceof Outcome.Produced<QuantizedSequence> produced) {
      return produced.values().get(0);
    }
    if (outcome instanceof Outcome.Rejected<QuantizedSequence> rejected) {
      throw new BadInputException(
          "%s: cannot be a primer: %s".formatted(primer.source(), rejected.rejection()));
    }
    throw new IllegalStateException(
        "quantizing " + primer.source() + " failed",
        ((Outcome.Failed<QuantizedSequence>) outcome).cause());
  }

  /** Makes one output. The same draws give the same output. */
  public GeneratedMelody generate(DrawSource draws) {
    return generate(List.of(draws)).get(0);
  }

  /** Makes several outputs at once, which is faster; each is as if it were made alone. */
  public List<GeneratedMelody> generate(List<DrawSource> draws) {
    return search.search(draws).stream().map(this::melody).toList();
  }

  private GeneratedMelody melody(BeamSearch.Found found) {
    Melody modelMelody =
        new Melody(
            found.events(), primer.startStep(), primer.stepsPerBar(), primer.stepsPerQuarter());
    Melody melody = modelMelody.transposed(-squashed.amount(), 0, Melody.MAX_PITCH + 1);
    NoteSequence sequence = MelodySequencer.sequence(melody, timing.qpm());
    return new GeneratedMelody(
        melody, modelMelody, found.logLikelihood(), sequence, MidiWriter.write(sequence));
  }

  /** Quarter notes per minute of every output. */
  public double qpm() {
    return timing.qpm();
  }

  /** Steps that were asked for. */
  public int stepsAsked() {
    return options.numSteps();
  }

  /**
   * Steps that every output has, its primer and an empty beginning included: at some tempos one
   * fewer than asked for.
   */
  public int stepsMade() {
    return timing.endStep();
  }

  /** Steps of each output that stand before the first generated one. */
  public int primerSteps() {
    return (int) timing.startStep();
  }

  GenerationTiming timing() {
    return timing;
  }

  Melody primer() {
    return primer;
  }

  Melody.Squashed squashed() {
    return squashed;
  }

  BeamSearch search() {
    return search;
  }
}
