package io.cantus.transforms.sequence;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a NoteSequence wherever its meter or tempo changes, through held notes too, after note-seq's
 * split_note_sequence_on_time_changes. A sequence begins in 4/4 at 120 quarter notes per minute
 * unless it says otherwise.
 */
public final class TimeChangeSplitter {
  private TimeChangeSplitter() {}

  /**
   * The sequence's stretches in order, those without notes too; none if its total time is 0. Notes
   * that start before 0 or not before the total time are in none. Rejected as {@code
   * already-quantized} if its times are steps.
   */
  public static Outcome<Subsequence> split(NoteSequence sequence) {
    return split(SequenceColumns.of(sequence));
  }

  /** The same for a sequence in columns. */
  public static Outcome<Subsequence> split(SequenceColumns sequence) {
    if (sequence.quantized) {
      return Outcome.rejected(
          Rejection.of("already-quantized", "the sequence is on a grid of steps already"));
    }
    if (!(sequence.totalTime > 0)) {
      return Outcome.produced(List.of());
    }
    TimeChanges changes = new TimeChanges(sequence);
    int parts = changes.size();
    double[] bounds = new double[parts + 1];
    for (int part = 0; part < parts; part++) {
      bounds[part] = changes.time(part);
    }
    bounds[parts] = sequence.totalTime;
    int[] firstOf = new int[parts + 1];
    int[] order = byPart(sequence, bounds, firstOf);
    long[] starts = new long[sequence.notes];
    Arrays.setAll(starts, note -> IndexSort.key(sequence.start[note]));
    List<Subsequence> made = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      IndexSort.sort(order, firstOf[part], firstOf[part + 1], sequence.instrument, starts);
      made.add(
          new Subsequence(
              sequence,
              Arrays.copyOfRange(order, firstOf[part], firstOf[part + 1]),
              bounds[part],
              bounds[part + 1],
              changes.state(part)));
    }
    return Outcome.produced(made);
  }

  /**
   * The notes' indices by the part in which they start; those of part p from {@code firstOf[p]}.
   */
  private static int[] byPart(SequenceColumns sequence, double[] bounds, int[] firstOf) {
    int parts = bounds.length - 1;
    int[] partOf = new int[sequence.notes];
    int part = 0;
    for (int i = 0; i < sequence.notes; i++) {
      double start = sequence.start[i];
      // Most notes start in the part of the one before.
      boolean same = part >= 0 && start >= bounds[part] && start < bounds[part + 1];
      part = same ? part : part(bounds, start);
      partOf[i] = part;
      if (part >= 0) {
        firstOf[part + 1]++;
      }
    }
    for (int i = 0; i < parts; i++) {
      firstOf[i + 1] += firstOf[i];
    }
    int[] next = Arrays.copyOf(firstOf, parts);
    int[] order = new int[firstOf[parts]];
    for (int i = 0; i < sequence.notes; i++) {
      if (partOf[i] >= 0) {
        order[next[partOf[i]]++] = i;
      }
    }
    return order;
  }

  /** The part in which this time lies; -1 for none. */
  private static int part(double[] bounds, double time) {
    int found = Arrays.binarySearch(bounds, time);
    int part = found >= 0 ? found : -found - 2;
    return part < bounds.length - 1 ? part : -1;
  }
}
