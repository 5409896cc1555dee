package io.cantus.jobs.report;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the bars of a NoteSequence begin. A tempo holds until the next, a time signature begins a
 * new bar; before the first of them 120 quarter notes a minute and 4/4 hold, as in MIDI.
 */
public final class BarLines {
  /** A sequence with more bars is drawn without the rest. */
  private static final int MOST = 2_000;

  /** Times closer than this are one. */
  private static final double SAME_SECONDS = 1e-4;

  private final List<Tempo> tempos;
  private final List<TimeSignature> signatures;

  private BarLines(NoteSequence sequence) {
    tempos =
        sequence.getTemposList().stream()
            .filter(tempo -> tempo.getQpm() > 0)
            .sorted(Comparator.comparingDouble(Tempo::getTime))
            .toList();
    signatures =
        sequence.getTimeSignaturesList().stream()
            .filter(signature -> signature.getNumerator() > 0 && signature.getDenominator() > 0)
            .sorted(Comparator.comparingDouble(TimeSignature::getTime))
            .toList();
  }

  /** Seconds at which bars begin, ascending from 0, all below {@code end}. */
  public static List<Double> of(NoteSequence sequence, double end) {
    BarLines bars = new BarLines(sequence);
    List<Double> starts = new ArrayList<>();
    for (double start = 0; start < end && starts.size() < MOST; start = bars.next(start)) {
      starts.add(start);
    }
    return starts;
  }

  private double next(double start) {
    double quarters = 4;
    double signatureChange = Double.POSITIVE_INFINITY;
    for (TimeSignature signature : signatures) {
      if (signature.getTime() > start + SAME_SECONDS) {
        signatureChange = signature.getTime();
        break;
      }
      quarters = 4.0 * signature.getNumerator() / signature.getDenominator();
    }
    double end = after(start, quarters);
    return signatureChange < end - SAME_SECONDS ? signatureChange : end;
  }

  private double after(double start, double quarters) {
    double at = start;
    double left = quarters;
    double secondsPerQuarter = 0.5;
    for (Tempo tempo : tempos) {
      if (tempo.getTime() > at) {
        double until = (tempo.getTime() - at) / secondsPerQuarter;
        if (until >= left) {
          break;
        }
        left -= until;
        at = tempo.getTime();
      }
      secondsPerQuarter = 60 / tempo.getQpm();
    }
    return at + left * secondsPerQuarter;
  }
}
