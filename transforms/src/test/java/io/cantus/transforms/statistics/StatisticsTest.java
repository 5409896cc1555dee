package io.cantus.transforms.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static Histogram bars(long... values) {
    Histogram bars =
        Histogram.withLowerBounds(0, 1, 10, 20, 30, 40, 50, 100, 200, 500, 3, 7, 8, 6, 7);
    for (long value : values) {
      bars.add(value);
    }
    return bars;
  }

  @Test
  void rendersAHistogramAsTheReferenceDoes() {
    Statistics statistics = new Statistics();
    statistics.count("bars", bars(7, 7, 15, 0, 600, -1));

    assertThat(statistics.render())
        .isEqualTo(
            """
            bars:
              [-inf,0): 1
              [0,1): 1
              [7,8): 2
              [10,20): 1
              [500,inf): 1
            """);
  }

  @Test
  void rendersAnEmptyHistogramAsItsNameAndAnEmptyLine() {
    Statistics statistics = new Statistics();
    statistics.count("bars", bars());

    assertThat(statistics.render()).isEqualTo("bars:\n\n");
  }

  @Test
  void sortsCountersAndHistogramsTogetherByName() {
    Statistics statistics = new Statistics();
    statistics.count("c", 0);
    statistics.count("b", bars(1));
    statistics.count("a", 2);
    statistics.count("a", 3);

    assertThat(statistics.render()).isEqualTo("a: 5\nb:\n  [1,3): 1\nc: 0\n");
  }

  @Test
  void mergingInPartsGivesWhatOneRunGives() {
    Statistics whole = new Statistics();
    Statistics merged = new Statistics();
    for (int part = 0; part < 3; part++) {
      Statistics one = new Statistics();
      for (int i = 0; i < 5; i++) {
        one.count("n", part);
        one.count("h", bars(10L * part + i));
        whole.count("p_n", part);
        whole.count("p_h", bars(10L * part + i));
      }
      merged.merge("p_", one);
    }

    assertThat(merged).isEqualTo(whole);
    assertThat(merged.counter("p_n")).isEqualTo(15);
    assertThat(merged.counter("never")).isZero();
  }

  @Test
  void mergingLeavesTheOtherAlone() {
    Statistics one = new Statistics();
    one.count("h", bars(1));
    Statistics other = new Statistics();
    other.merge(one);
    other.count("h", bars(2));

    assertThat(one.histograms().get("h")).isEqualTo(bars(1));
  }

  @Test
  void refusesToMergeHistogramsOfDifferentBounds() {
    Statistics statistics = new Statistics();
    statistics.count("h", bars(1));

    assertThatThrownBy(() -> statistics.count("h", Histogram.withLowerBounds(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0, 1]");
  }

  @Test
  void travelsThroughJavaSerialization() throws IOException, ClassNotFoundException {
    Statistics statistics = new Statistics();
    statistics.count("n", 7);
    statistics.count("h", bars(1, 9));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistics);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(statistics);
    }
  }
}
