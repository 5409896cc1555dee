package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * Many append-only lists of (seconds, value) in common columns, so that an event costs {@link
 * #EVENT_BYTES} and no object. A list is a chain of indices into the columns.
 */
final class EventLists {
  /** Ends a chain. */
  static final int NONE = -1;

  /** What an event takes in memory. */
  static final int EVENT_BYTES = 16;

  /** What a list takes in memory, with room for growth. */
  static final int LIST_BYTES = 40;

  private final Column seconds;

  /** The value of an event in the high half, the next event of its list in the low half. */
  private final Column links;

  private int[] firsts = new int[16];
  private int[] lasts = new int[16];
  private int[] lengths = new int[16];
  private long[] wireBytes = new long[16];
  private int lists;

  EventLists(int capacity) {
    seconds = new Column(capacity);
    links = new Column(capacity);
  }

  /** Adds an empty list; lists are numbered from 0. */
  int create() {
    if (lists == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * lists);
      lasts = Arrays.copyOf(lasts, 2 * lists);
      lengths = Arrays.copyOf(lengths, 2 * lists);
      wireBytes = Arrays.copyOf(wireBytes, 2 * lists);
    }
    firsts[lists] = NONE;
    return lists++;
  }

  /**
   * Appends to a list.
   *
   * @param fieldBytes what the event's fields take on the wire, but for its instrument
   */
  void append(int list, double time, int value, int fieldBytes) {
    int event = seconds.size();
    seconds.append(Double.doubleToRawLongBits(time));
    links.append(link(value, NONE));
    if (firsts[list] == NONE) {
      firsts[list] = event;
    } else {
      int last = lasts[list];
      links.replace(last, link(value(last), event));
    }
    lasts[list] = event;
    lengths[list]++;
    wireBytes[list] += WireSize.HEADER + fieldBytes;
  }

  private static long link(int value, int next) {
    return (long) value << 32 | Integer.toUnsignedLong(next);
  }

  /** Events in all lists; their indices count up from 0, in the order in which they were added. */
  int size() {
    return seconds.size();
  }

  int length(int list) {
    return lengths[list];
  }

  /** Bytes that all lists take on the wire, without what the instruments of their events add. */
  long wireBytes() {
    return Arrays.stream(wireBytes, 0, lists).sum();
  }

  /** Bytes that a list takes on the wire, without what the instruments of its events add. */
  long wireBytes(int list) {
    return wireBytes[list];
  }

  /** Index of a list's first event, or {@link #NONE}. */
  int first(int list) {
    return firsts[list];
  }

  /** Index of the event after {@code event} in its list, or {@link #NONE}. */
  int next(int event) {
    return (int) links.entry(event);
  }

  double seconds(int event) {
    return Double.longBitsToDouble(seconds.entry(event));
  }

  int value(int event) {
    return (int) (links.entry(event) >> 32);
  }
}
