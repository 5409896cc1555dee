package io.cantus.transforms.dataset;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import io.cantus.transforms.melody.ExtractionOptions;
import io.cantus.transforms.melody.Melody;
import io.cantus.transforms.melody.MelodyExtractor;
import io.cantus.transforms.sequence.QuantizedSequence;
import io.cantus.transforms.sequence.Quantizer;
import io.cantus.transforms.sequence.Subsequence;
import io.cantus.transforms.sequence.TimeChangeSplitter;
import io.cantus.transforms.statistics.Statistics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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

  private final MelodyConfig config;
  private final MelodyExtractor extractor = new MelodyExtractor(ExtractionOptions.DATASET);

  public MelodyPipeline(MelodyConfig config) {
    this.config = config;
  }

  /**
   * What became of one NoteSequence.
   *
   * @param outcome serialized SequenceExamples, at least one; or the reason why there are none
   * @param statistics of this input alone
   */
  public record Result(Outcome<byte[]> outcome, Statistics statistics) {}

  /**
   * Runs the pipeline for the branch that the sequence belongs to. The reasons of a rejection:
   *
   * <ul>
   *   <li>nothing to work on: {@code no-notes}, {@code no-total-time}, {@code already-quantized};
   *   <li>times that no grid can hold: those of {@link Quantizer};
   *   <li>no melody found, the reason that came nearest to one: {@code too-few-pitches}, {@code
   *       melodies-too-short}, {@code polyphonic}, {@code non-integer-steps-per-bar}, {@code
   *       pitch-out-of-range}, {@code bad-time-signature}, {@code no-melodic-notes}.
   * </ul>
   */
  public Result run(NoteSequence sequence, Branch branch) {
    Statistics statistics = new Statistics();
    statistics.count(DAG + "RandomPartition_" + branch.key() + "_melodies_count", 1);
    Outcome<byte[]> outcome;
    try {
      outcome = examples(sequence, branch, statistics);
    } catch (RuntimeException bug) {
      outcome = Outcome.failed(bug);
    }
    return new Result(outcome, statistics);
  }

  private Outcome<byte[]> examples(NoteSequence sequence, Branch branch, Statistics statistics) {
    Outcome<Subsequence> split = TimeChangeSplitter.split(sequence);
    if (!(split instanceof Outcome.Produced<Subsequence> parts)) {
      return unproduced(split);
    }
    Units units = new Units();
    for (Subsequence part : parts.values()) {
      Outcome<QuantizedSequence> quantized =
          Quantizer.quantize(part, MelodyConfig.STEPS_PER_QUARTER);
      if (quantized instanceof Outcome.Produced<QuantizedSequence> one) {
        one.values().forEach(units::extract);
      } else if (!units.countDiscard(quantized)) {
        return unproduced(quantized);
      }
    }
    units.report(branch, statistics);
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
      // The reference's melody data sets are transposed by 0 alone; what is left of it is the
      // check.
      boolean inRange = pitchesInRange(part);
      transposition.count(OUT_OF_RANGE, inRange ? 0 : 1);
      transposition.count(TRANSPOSED, inRange ? 1 : 0);
      if (inRange) {
        MelodyExtractor.Extraction found = extractor.extract(part);
        extraction.merge(found.statistics());
        for (Melody melody : found.melodies()) {
          examples.add(encode(config.squash(melody).melody().events()));
        }
      }
    }

    private byte[] encode(int[] events) {
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
    Rejection whyNothing(NoteSequence sequence, int parts) {
      if (sequence.getNotesCount() == 0) {
        return Rejection.of("no-notes", "the sequence has no notes");
      }
      if (parts == 0) {
        return Rejection.of(
            "no-total-time",
            "the sequence has %d notes but its total time is %s"
                .formatted(sequence.getNotesCount(), sequence.getTotalTime()));
      }
      Shortfalls shortfalls = new Shortfalls();
      shortfalls.add(
          "too-few-pitches",
          extraction.counter(MelodyExtractor.TOO_FEW_PITCHES),
          "melodies of fewer than %d pitch classes"
              .formatted(ExtractionOptions.DATASET.minUniquePitches()));
      shortfalls.add(
          "melodies-too-short",
          extraction.counter(MelodyExtractor.TOO_SHORT),
          "melodies of fewer than %d bars".formatted(ExtractionOptions.DATASET.minBars()));
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

  private static boolean pitchesInRange(QuantizedSequence part) {
    for (int note = 0; note < part.noteCount(); note++) {
      boolean inRange = part.pitch(note) >= 0 && part.pitch(note) <= Melody.MAX_PITCH;
      if (!inRange && !part.isDrum(note)) {
        return false;
      }
    }
    return true;
  }
}
