package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a sequence's meter or tempo changes, before its total time, and what is in force from there
 * on. The first change is the beginning, time 0.
 */
final class TimeChanges {
  private static final State DEFAULT =
      new State(Quantizer.DEFAULT_NUMERATOR, Quantizer.DEFAULT_DENOMINATOR, Quantizer.DEFAULT_QPM);

  private final List<Double> times = new ArrayList<>();
  private final List<State> states = new ArrayList<>();

  /** A meter and a tempo in quarter notes per minute. */
  record State(int numerator, int denominator, double qpm) {}

  TimeChanges(NoteSequence sequence) {
    times.add(0.0);
    states.add(DEFAULT);
    State state = DEFAULT;
    int meters = sequence.getTimeSignaturesCount();
    int count = meters + sequence.getTemposCount();
    double[] eventTimes = new double[count];
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      double time =
          i < meters
              ? sequence.getTimeSignatures(i).getTime()
              : sequence.getTempos(i - meters).getTime();
      eventTimes[i] = NoteColumns.withoutNegativeZero(time);
      order[i] = i;
    }
    // At one time meters come before tempos, since the sort is stable.
    IndexSort.sort(order, 0, count, (a, b) -> Double.compare(eventTimes[a], eventTimes[b]));
    for (int i : order) {
      if (eventTimes[i] < sequence.getTotalTime()) {
        State next =
            i < meters
                ? inMeter(state, sequence.getTimeSignatures(i))
                : inTempo(state, sequence.getTempos(i - meters));
        if (!next.equals(state)) {
          add(eventTimes[i], next);
          state = next;
        }
      }
    }
  }

  private static State inMeter(State state, TimeSignature meter) {
    boolean same =
        meter.getNumerator() == state.numerator && meter.getDenominator() == state.denominator;
    return same ? state : new State(meter.getNumerator(), meter.getDenominator(), state.qpm);
  }

  private static State inTempo(State state, Tempo tempo) {
    return tempo.getQpm() == state.qpm
        ? state
        : new State(state.numerator, state.denominator, tempo.getQpm());
  }

  private void add(double time, State state) {
    int last = times.size() - 1;
    if (time > times.get(last)) {
      times.add(time);
      states.add(state);
    } else {
      states.set(last, state);
    }
  }

  int size() {
    return times.size();
  }

  double time(int change) {
    return times.get(change);
  }

  State state(int change) {
    return states.get(change);
  }
}
