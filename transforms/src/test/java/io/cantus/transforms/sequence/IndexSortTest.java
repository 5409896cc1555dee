package io.cantus.transforms.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSortTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 9, 17, 100, 1000})
  void sortsStablyLikeTheLibrary(int size) {
    Random random = new Random(size);
    for (int values : new int[] {1, 3, 10, 1_000_000}) {
      int[] keys = random.ints(size, 0, values).toArray();
      List<Integer> expected =
          IntStream.range(0, size).boxed().sorted(Comparator.comparing(i -> keys[i])).toList();
      int[] indices = IntStream.range(0, size).toArray();

      IndexSort.sort(indices, 0, size, (a, b) -> Integer.compare(keys[a], keys[b]));

      assertThat(indices).containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20})
  void sortsOnlyTheRange(int to) {
    int[] indices = IntStream.range(0, 24).map(i -> 23 - i).toArray();

    IndexSort.sort(indices, 2, to, Integer::compare);

    assertThat(indices)
        .startsWith(23, 22)
        .endsWith(IntStream.range(to, 24).map(i -> 23 - i).toArray());
    assertThat(IntStream.range(2, to).map(i -> indices[i])).isSorted();
  }
}
