package io.cantus.transforms.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
  record State(int numerator, int denominator, double qpm) {
    State inMeter(int newNumerator, int newDenominator) {
      boolean same = newNumerator == numerator && newDenominator == denominator;
      return same ? this : new State(newNumerator, newDenominator, qpm);
    }

    State inTempo(double newQpm) {
      return newQpm == qpm ? this : new State(numerator, denominator, newQpm);
    }
  }

  TimeChanges(SequenceColumns sequence) {
    times.add(0.0);
    states.add(DEFAULT);
    State state = DEFAULT;
    int meters = sequence.meters;
    int count = meters + sequence.tempos;
    double[] eventTimes = new double[count];
    System.arraycopy(sequence.meterTime, 0, eventTimes, 0, meters);
    System.arraycopy(sequence.tempoTime, 0, eventTimes, meters, sequence.tempos);
    // At one time meters come before tempos, since the sort is stable.
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> eventTimes[i]));
    for (int i : order) {
      if (eventTimes[i] < sequence.totalTime) {
        State next =
            i < meters
                ? state.inMeter(sequence.numerator[i], sequence.denominator[i])
                : state.inTempo(sequence.qpm[i - meters]);
        if (!next.equals(state)) {
          add(eventTimes[i], next);
          state = next;
        }
      }
    }
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
