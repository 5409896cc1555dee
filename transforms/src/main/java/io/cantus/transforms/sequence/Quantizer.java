package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Puts notes on a grid of steps, a number of them to the quarter note, after note-seq's
 * quantize_note_sequence: every time goes to the nearest step, halves up, and every note lasts a
 * step at least.
 *
 * <p>Times that no grid can hold are rejected, where the reference ends its run: {@code
 * negative-time}, {@code time-out-of-range} (not finite, or beyond 2^53 steps) and {@code
 * note-ends-before-start}.
 */
public final class Quantizer {
  /** The sequence changes its meter. */
  public static final String MULTIPLE_TIME_SIGNATURES = "multiple-time-signatures";

  /** The sequence changes its tempo. */
  public static final String MULTIPLE_TEMPOS = "multiple-tempos";

  /** The denominator is no power of two, or the numerator not in 1..2^24. */
  public static final String BAD_TIME_SIGNATURE = "bad-time-signature";

  /** The reasons for which the reference leaves out a sequence, counts it and goes on. */
  public static final Set<String> DISCARDS =
      Set.of(MULTIPLE_TIME_SIGNATURES, MULTIPLE_TEMPOS, BAD_TIME_SIGNATURE);

  /** Keeps a bar's steps within an int; no music has such bars. */
  private static final int MAX_NUMERATOR = 1 << 24;

  /** Up to here doubles hold all whole numbers. */
  private static final double MAX_STEP = 1L << 53;

  /** What holds until a sequence says otherwise: 4/4 at 120 quarter notes per minute. */
  static final int DEFAULT_NUMERATOR = 4;

  static final int DEFAULT_DENOMINATOR = 4;
  static final double DEFAULT_QPM = 120.0;

  private static final double HALF_A_STEP = 0.5;

  private Quantizer() {}

  /**
   * Quantizes a stretch.
   *
   * @param stepsPerQuarter steps to a quarter note, such as 4
   */
  public static Outcome<QuantizedSequence> quantize(Subsequence part, int stepsPerQuarter) {
    int numerator = part.numerator();
    int denominator = part.denominator();
    if (denominator <= 0 || Integer.bitCount(denominator) != 1) {
      return rejected(
          BAD_TIME_SIGNATURE,
          "%d/%d, whose denominator is no power of two".formatted(numerator, denominator));
    }
    if (numerator < 1 || numerator > MAX_NUMERATOR) {
      return rejected(
          BAD_TIME_SIGNATURE,
          "%d/%d, whose numerator is not in 1..%d"
              .formatted(numerator, denominator, MAX_NUMERATOR));
    }
    double stepsPerSecond = stepsPerQuarter * part.qpm() / 60.0;
    int count = part.noteCount();
    long[] starts = new long[count];
    long[] ends = new long[count];
    for (int note = 0; note < count; note++) {
      double start = step(part.start(note), stepsPerSecond);
      double end = step(part.end(note), stepsPerSecond);
      if (start == end) {
        end++;
      }
      String fault = fault(start, end);
      if (!fault.isEmpty()) {
        return rejected(
            fault,
            "note %d of instrument %d sounds from %s to %s s after second %s"
                .formatted(
                    part.pitch(note),
                    part.instrument(note),
                    part.start(note),
                    part.end(note),
                    part.startTime()));
      }
      starts[note] = (long) start;
      ends[note] = (long) end;
    }
    return Outcome.produced(new QuantizedSequence(stepsPerQuarter, part, starts, ends));
  }

  /**
   * Quantizes a whole sequence, which must keep one meter and one tempo.
   *
   * @param stepsPerQuarter steps to a quarter note, such as 4
   */
  public static Outcome<QuantizedSequence> quantize(NoteSequence sequence, int stepsPerQuarter) {
    return quantize(SequenceColumns.of(sequence), stepsPerQuarter);
  }

  private static Outcome<QuantizedSequence> quantize(
      SequenceColumns sequence, int stepsPerQuarter) {
    int numerator = DEFAULT_NUMERATOR;
    int denominator = DEFAULT_DENOMINATOR;
    if (sequence.meters > 0) {
      if (changesMeter(sequence)) {
        return rejected(MULTIPLE_TIME_SIGNATURES, "the meter changes");
      }
      numerator = sequence.numerator[0];
      denominator = sequence.denominator[0];
    }
    double qpm = DEFAULT_QPM;
    if (sequence.tempos > 0) {
      if (changesTempo(sequence)) {
        return rejected(MULTIPLE_TEMPOS, "the tempo changes");
      }
      qpm = sequence.qpm[0];
    }
    TimeChanges.State state = new TimeChanges.State(numerator, denominator, qpm);
    return quantize(Subsequence.whole(sequence, state), stepsPerQuarter);
  }

  /** note-seq's rule: the earliest replaces the default only at 0, the later equal the first. */
  private static boolean changesMeter(SequenceColumns sequence) {
    int[] numerators = sequence.numerator;
    int[] denominators = sequence.denominator;
    int earliest = earliest(sequence.meterTime, sequence.meters);
    boolean isDefault =
        numerators[earliest] == DEFAULT_NUMERATOR && denominators[earliest] == DEFAULT_DENOMINATOR;
    return (sequence.meterTime[earliest] != 0 && !isDefault)
        || IntStream.range(0, sequence.meters)
            .filter(later -> later != earliest)
            .anyMatch(
                later ->
                    numerators[later] != numerators[0] || denominators[later] != denominators[0]);
  }

  /** The same rule as for meters. */
  private static boolean changesTempo(SequenceColumns sequence) {
    double[] qpm = sequence.qpm;
    int earliest = earliest(sequence.tempoTime, sequence.tempos);
    return (sequence.tempoTime[earliest] != 0 && qpm[earliest] != DEFAULT_QPM)
        || IntStream.range(0, sequence.tempos)
            .filter(later -> later != earliest)
            .anyMatch(later -> qpm[later] != qpm[0]);
  }

  /** The first of those with the least time. */
  private static int earliest(double[] times, int count) {
    int earliest = 0;
    for (int i = 1; i < count; i++) {
      if (Double.compare(times[i], times[earliest]) < 0) {
        earliest = i;
      }
    }
    return earliest;
  }

  /** The step as a whole number; NaN and infinities stay what they are. */
  private static double step(double seconds, double stepsPerSecond) {
    double nearest = seconds * stepsPerSecond + HALF_A_STEP;
    return nearest < 0 ? Math.ceil(nearest) : Math.floor(nearest);
  }

  /** Why no grid can hold the note; empty if one can. */
  private static String fault(double start, double end) {
    if (!(Math.abs(start) < MAX_STEP && Math.abs(end) < MAX_STEP)) {
      return "time-out-of-range";
    }
    if (start < 0 || end < 0) {
      return "negative-time";
    }
    return end < start ? "note-ends-before-start" : "";
  }

  private static Outcome<QuantizedSequence> rejected(String reason, String detail) {
    return Outcome.rejected(Rejection.of(reason, detail));
  }
}
