package io.cantus.transforms.dataset;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions.Drums;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.melody.MelodyExtractor;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.sequence.Quantizer;
import io.cantus.transforms.sequence.SequenceColumns;
import io.cantus.transforms.sequence.Subsequence;
import io.cantus.transforms.sequence.TimeChangeSplitter;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the SequenceExamples of a NoteSequence, after Magenta's melody_rnn_create_dataset: split at
 * changes of meter and tempo, quantize, extract melodies, bring them into the model's range and
 * key, encode. Statistics have the reference's names. Thread-safe.
 *
 * <p>Where the reference ends its whole run, as on notes that end before they start, this input
 * alone is rejected. The reference goes on counting a sequence that its Quantizer left out with
 * each later one; here it counts once.
 */
public final class MelodyPipeline implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String DAG = "DAGPipeline_";
  private static final String DISCARDED_BECAUSE = "sequences_discarded_because_";
  private static final String OUT_OF_RANGE = "skipped_due_to_range_exceeded";
  private static final String TRANSPOSED = "transpositions_generated";

  /** Keeps what one hostile NoteSequence can ask for far below the memory of a task. */
  private static final long MAX_EXAMPLE_BYTES = 1L << 28;

  private final MelodyConfig config;
  private final DatasetOptions options;
  private final ExampleEncoding exampleEncoding;
  private final MelodyExtractor extractor;

  /** The reference's pipeline: dense examples, its own options. */
  public MelodyPipeline(MelodyConfig config) {
    this(config, DatasetOptions.DEFAULTS, ExampleEncoding.DENSE);
  }

  public MelodyPipeline(
      MelodyConfig config, DatasetOptions options, ExampleEncoding exampleEncoding) {
    this.config = config;
    this.options = options;
    this.exampleEncoding = exampleEncoding;
    extractor = new MelodyExtractor(options.extraction());
  }

  /**
   * What became of one NoteSequence.
   *
   * @param outcome serialized SequenceExamples, at least one; or the reason why there are none
   * @param statistics of this input alone
   * @param profile of this input alone
   * @param first the melody of the first example; empty if there is none
   */
  public record Result(
      Outcome<byte[]> outcome,
      Statistics statistics,
      DatasetProfile profile,
      Optional<ExampleMelody> first) {}

  /**
   * The melody that an example was made of.
   *
   * @param melody in the model's range and key
   * @param qpm quarter notes a minute where it was found
   */
  public record ExampleMelody(Melody melody, double qpm) {}

  /**
   * Runs the pipeline for the branch that the sequence belongs to. The reasons of a rejection:
   *
   * <ul>
   *   <li>nothing to work on: {@code no-notes}, {@code no-total-time}, {@code already-quantized};
   *   <li>times that no grid can hold: those of {@link Quantizer};
   *   <li>no melody found, the reason that came nearest to one: {@code too-few-pitches}, {@code
   *       melodies-too-short}, {@code melodies-too-long}, {@code polyphonic}, {@code
   *       non-integer-steps-per-bar}, {@code pitch-out-of-range}, {@code bad-time-signature},
   *       {@code no-melodic-notes};
   *   <li>more than memory should hold: {@code melody-too-long}, {@code examples-too-large}.
   * </ul>
   */
  public Result run(SequenceColumns sequence, Branch branch) {
    Statistics statistics = new Statistics();
    Units units = new Units();
    statistics.count(inputs(branch), 1);
    Outcome<byte[]> outcome;
    try {
      outcome = examples(sequence, branch, statistics, units);
    } catch (BadInputException e) {
      outcome = Outcome.rejected(Rejection.of("melody-too-long", e.getMessage()));
    } catch (RuntimeException bug) {
      outcome = Outcome.failed(bug);
    }
    int examples =
        outcome instanceof Outcome.Produced<byte[]> produced ? produced.values().size() : 0;
    units.profile.addSequence(examples);
    return new Result(
        outcome,
        statistics,
        units.profile,
        examples == 0 ? Optional.empty() : Optional.of(units.first));
  }

  /** The same for a NoteSequence that is in protobuf's objects already. */
  public Result run(NoteSequence sequence, Branch branch) {
    return run(SequenceColumns.of(sequence), branch);
  }

  /** The name of the statistic that counts the NoteSequences of a branch. */
  public static String inputs(Branch branch) {
    return DAG + "RandomPartition_" + branch.key() + "_melodies_count";
  }

  private Outcome<byte[]> examples(
      SequenceColumns sequence, Branch branch, Statistics statistics, Units units) {
    Outcome<Subsequence> split = TimeChangeSplitter.split(sequence);
    if (!(split instanceof Outcome.Produced<Subsequence> parts)) {
      return unproduced(split);
    }
    for (Subsequence part : parts.values()) {
      Outcome<QuantizedSequence> quantized = Quantizer.quantize(part, options.stepsPerQuarter());
      if (quantized instanceof Outcome.Produced<QuantizedSequence> one) {
        one.values().forEach(units::extract);
      } else if (!units.countDiscard(quantized)) {
        return unproduced(quantized);
      }
    }
    units.report(branch, statistics);
    if (units.bytes > MAX_EXAMPLE_BYTES) {
      return Outcome.rejected(
          Rejection.of(
              "examples-too-large",
              "its examples take %d bytes, more than %d"
                  .formatted(units.bytes, MAX_EXAMPLE_BYTES)));
    }
    return units.examples.isEmpty()
        ? Outcome.rejected(units.whyNothing(sequence, parts.values().size()))
        : Outcome.produced(units.examples);
  }

  /** The same outcome of a later stage. */
  private static Outcome<byte[]> unproduced(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Rejected<?> rejected) {
      return Outcome.rejected(rejected.rejection());
    }
    if (outcome instanceof Outcome.Failed<?> failed) {
      return Outcome.failed(failed.cause());
    }
    throw new IllegalArgumentException("produced: " + outcome);
  }

  /** The stages after the split, over all parts of one NoteSequence. */
  private final class Units {
    final List<byte[]> examples = new ArrayList<>();
    long bytes;

    private final DatasetProfile profile = new DatasetProfile();
    private ExampleMelody first;
    private final Statistics quantizer = new Statistics();
    private final Statistics transposition = new Statistics();
    private final Statistics extraction = new Statistics();

    /** Scratch that serves all melodies of the sequence. */
    private float[] inputs = new float[0];

    private int[] labels = new int[0];

    /** Counts a part that the Quantizer left out; false if its reason lies deeper. */
    boolean countDiscard(Outcome<QuantizedSequence> quantized) {
      if (quantized instanceof Outcome.Rejected<QuantizedSequence> rejected
          && Quantizer.DISCARDS.contains(rejected.rejection().reason())) {
        quantizer.count(discardedBecause(rejected.rejection().reason()), 1);
        return true;
      }
      return false;
    }

    void extract(QuantizedSequence part) {
      for (int halfSteps : options.transpositions()) {
        QuantizedSequence transposed = part.transposed(halfSteps);
        boolean inRange = pitchesInRange(transposed);
        transposition.count(OUT_OF_RANGE, inRange ? 0 : 1);
        transposition.count(TRANSPOSED, inRange ? 1 : 0);
        if (inRange) {
          extraction.merge(
              extractor.extract(transposed, found -> add(found, transposed, halfSteps)));
        }
      }
    }

    private void add(MelodyExtractor.Found found, QuantizedSequence part, int halfSteps) {
      Melody.Squashed squashed = config.squash(found.melody());
      int program = part.isDrum(found.note()) ? DatasetProfile.DRUMS : part.program(found.note());
      profile.addMelody(found.melody(), squashed, part.qpm(), program, halfSteps);
      bytes += atLeastBytes(found.melody().length());
      if (bytes <= MAX_EXAMPLE_BYTES) {
        examples.add(encode(squashed.melody().events()));
        first = first == null ? new ExampleMelody(squashed.melody(), part.qpm()) : first;
      }
    }

    /** No more than what the example of a melody takes, and nearly that. */
    private long atLeastBytes(int steps) {
      return exampleEncoding == ExampleEncoding.COMPACT
          ? steps
          : (steps - 1L) * config.encoding().inputSize() * Float.BYTES;
    }

    private byte[] encode(int[] events) {
      if (exampleEncoding == ExampleEncoding.COMPACT) {
        return SequenceExampleWriter.write(
            CompactExample.of(events, options.stepsPerQuarter(), config));
      }
      EventEncoding encoding = config.encoding();
      int steps = events.length - 1;
      if (labels.length < steps) {
        labels = new int[steps];
        inputs = new float[steps * encoding.inputSize()];
      }
      encoding.encodeAll(events, events.length, inputs, labels);
      return SequenceExampleWriter.write(steps, encoding.inputSize(), inputs, labels);
    }

    void report(Branch branch, Statistics statistics) {
      statistics.merge(DAG + "Quantizer_" + branch.key() + "_", quantizer);
      statistics.merge(DAG + "TranspositionPipeline_" + branch.key() + "_", transposition);
      statistics.merge(DAG + "MelodyExtractor_" + branch.key() + "_", extraction);
    }

    /** The reason that came nearest to a melody, with all others in its detail. */
    Rejection whyNothing(SequenceColumns sequence, int parts) {
      if (sequence.noteCount() == 0) {
        return Rejection.of("no-notes", "the sequence has no notes");
      }
      if (parts == 0) {
        return Rejection.of(
            "no-total-time",
            "the sequence has %d notes but its total time is %s"
                .formatted(sequence.noteCount(), sequence.totalTime()));
      }
      Shortfalls shortfalls = new Shortfalls();
      shortfalls.add(
          "too-few-pitches",
          extraction.counter(MelodyExtractor.TOO_FEW_PITCHES),
          "melodies of fewer than %d pitch classes"
              .formatted(options.extraction().minUniquePitches()));
      shortfalls.add(
          "melodies-too-short",
          extraction.counter(MelodyExtractor.TOO_SHORT),
          "melodies of fewer than %d bars".formatted(options.extraction().minBars()));
      shortfalls.add(
          "melodies-too-long",
          extraction.counter(MelodyExtractor.TOO_LONG),
          "melodies of more than %d steps".formatted(options.extraction().maxStepsDiscard()));
      shortfalls.add(
          "polyphonic",
          extraction.counter(MelodyExtractor.POLYPHONIC),
          "instruments with two notes at a step");
      shortfalls.add(
          "non-integer-steps-per-bar",
          extraction.counter(MelodyExtractor.NON_INTEGER_STEPS_PER_BAR),
          "parts whose bars are no whole number of steps");
      shortfalls.add(
          "pitch-out-of-range",
          transposition.counter(OUT_OF_RANGE),
          "parts with pitches outside 0..127");
      shortfalls.add(
          Quantizer.BAD_TIME_SIGNATURE,
          quantizer.counter(discardedBecause(Quantizer.BAD_TIME_SIGNATURE)),
          "parts in a meter that does not exist");
      return shortfalls.rejection();
    }
  }

  /** What fell short of a melody, nearest first. */
  private static final class Shortfalls {
    private final List<String> details = new ArrayList<>();
    private String reason = "";

    void add(String key, long count, String what) {
      if (count > 0) {
        reason = details.isEmpty() ? key : reason;
        details.add(what + ": " + count);
      }
    }

    Rejection rejection() {
      return details.isEmpty()
          ? Rejection.of("no-melodic-notes", "only drums and silent notes")
          : Rejection.of(reason, String.join(", ", details));
    }
  }

  private static String discardedBecause(String reason) {
    return DISCARDED_BECAUSE + reason.replace('-', '_');
  }

  /** The reference asks it of melodic notes alone, and breaks off at other melodies of drums. */
  private boolean pitchesInRange(QuantizedSequence part) {
    boolean drumsToo = options.extraction().drums() == Drums.KEEP;
    for (int note = 0; note < part.noteCount(); note++) {
      boolean inRange = part.pitch(note) >= 0 && part.pitch(note) <= Melody.MAX_PITCH;
      if (!inRange && (drumsToo || !part.isDrum(note))) {
        return false;
      }
    }
    return true;
  }
}
