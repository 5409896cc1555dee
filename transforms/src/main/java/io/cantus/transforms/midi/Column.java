package io.cantus.transforms.midi;

import java.util.Arrays;

/**
 * An append-only column of longs in pieces, so that a long one takes no more memory than what is in
 * it, and none to move.
 */
final class Column {
  private static final int PIECE_BITS = 14;
  private static final int PIECE = 1 << PIECE_BITS;
  private static final int LEAST = 16;

  private long[][] pieces = new long[1][];
  private int piece;

  /** The piece that is being filled. */
  private long[] last;

  private int filled;

  /**
   * @param capacity how many entries to make room for at first
   */
  Column(int capacity) {
    last = new long[Math.min(Math.max(LEAST, capacity), PIECE)];
    pieces[0] = last;
  }

  void append(long entry) {
    if (filled == last.length) {
      grow();
    }
    last[filled++] = entry;
  }

  private void grow() {
    if (filled < PIECE) {
      last = Arrays.copyOf(last, Math.min(2 * filled, PIECE));
    } else {
      piece++;
      if (piece == pieces.length) {
        pieces = Arrays.copyOf(pieces, 2 * piece);
      }
      last = new long[PIECE];
      filled = 0;
    }
    pieces[piece] = last;
  }

  int size() {
    return (piece << PIECE_BITS) + filled;
  }

  long entry(int index) {
    return pieces[index >>> PIECE_BITS][index & (PIECE - 1)];
  }

  void replace(int index, long entry) {
    pieces[index >>> PIECE_BITS][index & (PIECE - 1)] = entry;
  }
}
