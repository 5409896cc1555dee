package io.cantus.transforms.sequence;

/**
 * A stable merge sort of indices into columns: what a list of objects gets from the library,
 * without the objects, and by keys, without a call for each comparison. Fast where much is in order
 * already, as notes of a MIDI file are.
 */
final class IndexSort {
  private static final int SHORT = 64;

  private final int[] indices;
  private final int[] major;
  private final long[] minor;
  private final int[] scratch;

  private IndexSort(int[] indices, int[] major, long[] minor, int most) {
    this.indices = indices;
    this.major = major;
    this.minor = minor;
    scratch = new int[(most + 1) / 2];
  }

  /** A key that orders numbers as {@link Double#compare} does. */
  static long key(double number) {
    long bits = Double.doubleToLongBits(number);
    return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
  }

  /**
   * Sorts {@code indices[from .. to)} by two keys.
   *
   * @param major by index, the first key
   * @param minor by index, what decides between equal first ones
   */
  static void sort(int[] indices, int from, int to, int[] major, long[] minor) {
    new IndexSort(indices, major, minor, to - from).sort(from, to);
  }

  private boolean isAfter(int left, int right) {
    return major[left] == major[right] ? minor[left] > minor[right] : major[left] > major[right];
  }

  private void sort(int from, int to) {
    if (to - from <= SHORT) {
      insertionSort(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (isAfter(indices[middle - 1], indices[middle])) {
      merge(from, middle, to);
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int index = indices[i];
      int at = i;
      while (at > from && isAfter(indices[at - 1], index)) {
        indices[at] = indices[at - 1];
        at--;
      }
      indices[at] = index;
    }
  }

  private void merge(int from, int middle, int to) {
    int leftCount = middle - from;
    System.arraycopy(indices, from, scratch, 0, leftCount);
    int left = 0;
    int right = middle;
    int at = from;
    while (left < leftCount && right < to) {
      indices[at++] = isAfter(scratch[left], indices[right]) ? indices[right++] : scratch[left++];
    }
    System.arraycopy(scratch, left, indices, at, leftCount - left);
  }
}
