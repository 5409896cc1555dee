package io.cantus.transforms.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSortTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 64, 65, 129, 200, 1000})
  void sortsStablyLikeTheLibrary(int size) {
    Random random = new Random(size);
    for (int values : new int[] {1, 3, 10, 1_000_000}) {
      int[] major = random.ints(size, 0, 3).toArray();
      long[] minor = random.longs(size, 0, values).toArray();
      List<Integer> expected =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.<Integer>comparingInt(i -> major[i]).thenComparing(i -> minor[i]))
              .toList();
      int[] indices = IntStream.range(0, size).toArray();

      IndexSort.sort(indices, 0, size, major, minor);

      assertThat(indices).containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 90})
  void sortsOnlyTheRange(int to) {
    int[] indices = IntStream.range(0, 100).map(i -> 99 - i).toArray();

    IndexSort.sort(indices, 2, to, new int[100], LongStream.range(0, 100).toArray());

    assertThat(indices)
        .startsWith(99, 98)
        .endsWith(IntStream.range(to, 100).map(i -> 99 - i).toArray());
    assertThat(IntStream.range(2, to).map(i -> indices[i])).isSorted();
  }

  @Test
  void ordersNumbersAsDoubleCompareDoes() {
    double[] numbers = {
      Double.NEGATIVE_INFINITY,
      -1e300,
      -1,
      -Double.MIN_VALUE,
      -0.0,
      0,
      Double.MIN_VALUE,
      1,
      1e300,
      Double.POSITIVE_INFINITY,
      Double.NaN
    };

    assertThat(Arrays.stream(numbers).mapToLong(IndexSort::key)).isSorted().doesNotHaveDuplicates();
  }
}
