package io.cantus.transforms.sequence;

/**
 * A stable merge sort of indices into columns: what a list of objects gets from the library,
 * without the objects. Fast where much is in order already, as notes of a MIDI file are.
 */
final class IndexSort {
  private static final int SHORT = 8;

  interface Order {
    /** Negative, 0 or positive like a Comparator's. */
    int compare(int left, int right);
  }

  private IndexSort() {}

  /** Sorts {@code indices[from .. to)}. */
  static void sort(int[] indices, int from, int to, Order order) {
    if (to - from > 1) {
      sort(indices, from, to, order, new int[(to - from + 1) / 2]);
    }
  }

  private static void sort(int[] indices, int from, int to, Order order, int[] scratch) {
    if (to - from <= SHORT) {
      insertionSort(indices, from, to, order);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(indices, from, middle, order, scratch);
    sort(indices, middle, to, order, scratch);
    if (order.compare(indices[middle - 1], indices[middle]) > 0) {
      merge(indices, from, middle, to, order, scratch);
    }
  }

  private static void insertionSort(int[] indices, int from, int to, Order order) {
    for (int i = from + 1; i < to; i++) {
      int index = indices[i];
      int at = i;
      while (at > from && order.compare(indices[at - 1], index) > 0) {
        indices[at] = indices[at - 1];
        at--;
      }
      indices[at] = index;
    }
  }

  private static void merge(
      int[] indices, int from, int middle, int to, Order order, int[] scratch) {
    int leftCount = middle - from;
    System.arraycopy(indices, from, scratch, 0, leftCount);
    int left = 0;
    int right = middle;
    int at = from;
    while (left < leftCount && right < to) {
      boolean takeLeft = order.compare(scratch[left], indices[right]) <= 0;
      indices[at++] = takeLeft ? scratch[left++] : indices[right++];
    }
    System.arraycopy(scratch, left, indices, at, leftCount - left);
  }
}
