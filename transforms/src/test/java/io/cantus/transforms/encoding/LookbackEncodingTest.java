package io.cantus.transforms.encoding;

import static io.cantus.transforms.encoding.EncodingExamples.EVENTS;
import static io.cantus.transforms.encoding.EncodingExamples.at;
import static io.cantus.transforms.encoding.EncodingExamples.decoded;
import static io.cantus.transforms.encoding.EncodingExamples.labels;
import static io.cantus.transforms.encoding.EncodingExamples.nonZeros;
import static io.cantus.transforms.encoding.EncodingExamples.vector;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookbackEncodingTest {
  private final LookbackEncoding encoding = new LookbackEncoding(48, 84);

  @Test
  void labelsPreferTheFartherRepeat() {
    assertThat(labels(encoding, EVENTS))
        .containsExactly(
            39, 16, 1, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, //
            38, 39, 18, 38, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 38);
    assertThat(decoded(encoding, EVENTS)).containsExactly(EVENTS);
    assertThat(encoding.defaultLabel()).isZero();
    assertThat(encoding.numClasses()).isEqualTo(40);
  }

  @Test
  void aLookbackBeforeTheBeginningMeansSilence() {
    assertThat(encoding.event(38, new int[16], 15)).isEqualTo(-2);
    assertThat(encoding.event(38, new int[] {60, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 16))
        .isEqualTo(60);
    assertThat(encoding.event(39, new int[32], 31)).isEqualTo(-2);
  }

  @Test
  void inputsHoldTheEventWhatWouldRepeatTheCounterAndTheRepeats() {
    assertThat(encoding.inputSize()).isEqualTo(121);
    assertThat(nonZeros(encoding, EVENTS, 0))
        .isEqualTo(vector(at(14, 38, 76, 114), at(115, 116, 117, 118)));
    assertThat(nonZeros(encoding, EVENTS, 15))
        .isEqualTo(vector(at(0, 52, 76, 118), at(114, 115, 116, 117)));
    assertThat(nonZeros(encoding, EVENTS, 16))
        .isEqualTo(vector(at(14, 38, 76, 114, 118, 119), at(115, 116, 117)));
    assertThat(nonZeros(encoding, EVENTS, 31))
        .isEqualTo(vector(at(0, 52, 90, 119), at(114, 115, 116, 117, 118)));
    assertThat(nonZeros(encoding, EVENTS, 32))
        .isEqualTo(vector(at(14, 38, 76, 114, 119, 120), at(115, 116, 117, 118)));
  }

  @Test
  void encodingAllIsEncodingEach() {
    float[] inputs = new float[34 * 121];
    int[] labels = new int[34];
    encoding.encodeAll(EVENTS, 35, inputs, labels);

    float[] each = new float[34 * 121];
    for (int step = 0; step < 34; step++) {
      encoding.encode(EVENTS, step, each, step * 121);
    }
    assertThat(inputs).containsExactly(each);
    assertThat(labels).containsExactly(labels(encoding, EVENTS));
  }
}
