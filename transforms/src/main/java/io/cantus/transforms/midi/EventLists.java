package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * Many append-only lists of (seconds, value) in common columns, so that an event costs 16 bytes and
 * no object. A list is a chain of indices into the columns.
 */
final class EventLists {
  /** Ends a chain. */
  static final int NONE = -1;

  private double[] seconds;
  private int[] values;
  private int[] next;
  private int size;

  private int[] firsts = new int[16];
  private int[] lasts = new int[16];
  private int[] lengths = new int[16];
  private int lists;

  EventLists(int capacity) {
    seconds = new double[capacity];
    values = new int[capacity];
    next = new int[capacity];
  }

  /** Adds an empty list; lists are numbered from 0. */
  int create() {
    if (lists == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * lists);
      lasts = Arrays.copyOf(lasts, 2 * lists);
      lengths = Arrays.copyOf(lengths, 2 * lists);
    }
    firsts[lists] = NONE;
    return lists++;
  }

  /** Appends to a list; returns the index of the event in the columns, which counts up from 0. */
  int append(int list, double time, int value) {
    if (size == next.length) {
      int capacity = Math.max(16, 2 * size);
      seconds = Arrays.copyOf(seconds, capacity);
      values = Arrays.copyOf(values, capacity);
      next = Arrays.copyOf(next, capacity);
    }
    seconds[size] = time;
    values[size] = value;
    next[size] = NONE;
    if (firsts[list] == NONE) {
      firsts[list] = size;
    } else {
      next[lasts[list]] = size;
    }
    lasts[list] = size;
    lengths[list]++;
    return size++;
  }

  /** Events in all lists. */
  int size() {
    return size;
  }

  int length(int list) {
    return lengths[list];
  }

  /** Index of a list's first event, or {@link #NONE}. */
  int first(int list) {
    return firsts[list];
  }

  /** Index of the event after {@code event} in its list, or {@link #NONE}. */
  int next(int event) {
    return next[event];
  }

  double seconds(int event) {
    return seconds[event];
  }

  int value(int event) {
    return values[event];
  }
}
