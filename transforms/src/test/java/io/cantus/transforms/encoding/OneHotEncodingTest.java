package io.cantus.transforms.encoding;

import static io.cantus.transforms.encoding.EncodingExamples.EVENTS;
import static io.cantus.transforms.encoding.EncodingExamples.at;
import static io.cantus.transforms.encoding.EncodingExamples.decoded;
import static io.cantus.transforms.encoding.EncodingExamples.labels;
import static io.cantus.transforms.encoding.EncodingExamples.nonZeros;
import static io.cantus.transforms.encoding.EncodingExamples.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OneHotEncodingTest {
  private final OneHotEncoding encoding = new OneHotEncoding(48, 84);

  @Test
  void labelsAreTheEvents() {
    assertThat(labels(encoding, EVENTS))
        .containsExactly(
            0, 16, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
            14, 0, 18, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 0, 18);
    assertThat(decoded(encoding, EVENTS)).containsExactly(EVENTS);
    assertThat(encoding.defaultLabel()).isZero();
  }

  @Test
  void theInputIsTheEventAlone() {
    assertThat(nonZeros(encoding, EVENTS, 0)).isEqualTo(vector(at(14), at()));
    assertThat(nonZeros(encoding, EVENTS, 1)).isEqualTo(vector(at(0), at()));
    assertThat(nonZeros(encoding, EVENTS, 3)).isEqualTo(vector(at(1), at()));
  }

  @Test
  void reachesBothEndsOfItsRangeAndNoFurther() {
    assertThat(encoding.label(new int[] {48, 83}, 0)).isEqualTo(2);
    assertThat(encoding.label(new int[] {48, 83}, 1)).isEqualTo(encoding.numClasses() - 1);
    assertThatThrownBy(() -> encoding.label(new int[] {84}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pitch 84 is not in [48,84)");
    assertThatThrownBy(() -> encoding.encode(new int[] {47}, 0, new float[38], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThatThrownBy(() -> new OneHotEncoding(-1, 84)).hasMessageContaining("[-1,84)");
    assertThatThrownBy(() -> new OneHotEncoding(48, 129)).hasMessageContaining("[48,129)");
    assertThatThrownBy(() -> new OneHotEncoding(60, 71)).hasMessageContaining("[60,71)");
  }
}
