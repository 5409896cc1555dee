package io.cantus.transforms.encoding;

import static io.cantus.transforms.encoding.EncodingExamples.EVENTS;
import static io.cantus.transforms.encoding.EncodingExamples.at;
import static io.cantus.transforms.encoding.EncodingExamples.decoded;
import static io.cantus.transforms.encoding.EncodingExamples.labels;
import static io.cantus.transforms.encoding.EncodingExamples.nonZeros;
import static io.cantus.transforms.encoding.EncodingExamples.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyMelodyEncodingTest {
  private final KeyMelodyEncoding encoding = new KeyMelodyEncoding(48, 84);

  @Test
  void labelsPutPitchesFirst() {
    assertThat(labels(encoding, EVENTS))
        .containsExactly(
            39, 14, 37, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, //
            38, 39, 16, 38, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 39, 38);
    assertThat(decoded(encoding, EVENTS)).containsExactly(EVENTS);
    assertThat(encoding.defaultLabel()).isEqualTo(36);
    assertThat(encoding.numClasses()).isEqualTo(40);
  }

  @Test
  void aLateSilenceThatRepeatsNothingIsTheDefaultLabel() {
    int[] events = IntStream.range(0, 40).map(i -> i == 39 ? -2 : 60).toArray();

    assertThat(encoding.label(events, 39)).isEqualTo(36);
    assertThat(encoding.event(36, events, 39)).isEqualTo(-2);
    assertThat(encoding.event(37, events, 39)).isEqualTo(-1);
  }

  @Test
  void inputsHoldWhatTheReferencesHold() {
    assertThat(encoding.inputSize()).isEqualTo(74);
    assertThat(nonZeros(encoding, EVENTS, 0))
        .isEqualTo(
            vector(
                at(12, 36, 38, 42, 50, 51, 53, 55, 57, 58, 60, 62, 63, 65, 67, 69, 70, 72),
                at(43, 44, 45, 46, 47, 48)));
    assertThat(nonZeros(encoding, EVENTS, 3))
        .isEqualTo(
            vector(
                at(37, 38, 39, 44, 50, 53, 55, 57, 60, 62, 65, 67, 69, 72),
                at(42, 43, 45, 46, 47, 48)));
    assertThat(nonZeros(encoding, EVENTS, 18))
        .isEqualTo(
            vector(at(16, 36, 38, 39, 42, 43, 46, 50, 55, 57, 62, 67, 69), at(44, 45, 47, 48)));
    assertThat(nonZeros(encoding, EVENTS, 31))
        .isEqualTo(
            vector(at(37, 39, 40, 47, 49, 50, 55, 57, 62, 67, 69), at(42, 43, 44, 45, 46, 48)));
  }

  @Test
  void withoutNotesEveryKeyIsAsGood() {
    assertThat(nonZeros(encoding, new int[] {-2}, 0))
        .containsKeys(37, 50, 61, 62, 73)
        .doesNotContainKeys(36, 38, 39)
        .hasSize(1 + 7 + 24);
    assertThat(nonZeros(encoding, new int[] {-1}, 0))
        .isEqualTo(nonZeros(encoding, new int[] {-2}, 0));
  }

  @Test
  void aNoteOffSilencesButLeavesTheAttackAndTheDirection() {
    int[] events = {64, 60, -1, -2, 60};

    assertThat(nonZeros(encoding, events, 2)).containsEntry(37, 1f).containsEntry(38, 1f);
    assertThat(nonZeros(encoding, events, 3)).containsEntry(37, 1f).doesNotContainKey(38);
    assertThat(nonZeros(encoding, events, 3)).containsEntry(39, -1f);
    // The same pitch again is compared with the latest note, not with silence.
    assertThat(nonZeros(encoding, events, 4)).containsEntry(38, 1f).containsEntry(39, -1f);
  }

  @Test
  void theRecentNotesAreTheLastThreeDifferentOnesTheRepeatedOneLast() {
    // After 60 62 64 60 come 62 64 60; 66 then drives out 62, and the keys of 64 60 66 remain.
    float[] expected = keysOf(64, 60, 66);

    assertThat(recentKeys(60, 62, 64, 60, 66)).containsExactly(expected);
    assertThat(expected).isNotEqualTo(keysOf(62, 64, 66));
  }

  private float[] recentKeys(int... events) {
    float[] vector = new float[74];
    encoding.encode(events, events.length - 1, vector, 0);
    return Arrays.copyOfRange(vector, 62, 74);
  }

  private static float[] keysOf(int... pitches) {
    int[] scale = {0, 2, 4, 5, 7, 9, 11};
    int[] scores = new int[12];
    for (int key = 0; key < 12; key++) {
      for (int pitch : pitches) {
        int degree = Math.floorMod(pitch - key, 12);
        scores[key] += IntStream.of(scale).anyMatch(d -> d == degree) ? 1 : 0;
      }
    }
    int best = IntStream.of(scores).max().orElseThrow();
    float[] keys = new float[12];
    for (int key = 0; key < 12; key++) {
      keys[key] = scores[key] == best ? 1f : 0f;
    }
    return keys;
  }

  @Test
  void pitchZeroIsSilent() {
    KeyMelodyEncoding wide = new KeyMelodyEncoding(0, 128);

    assertThat(nonZeros(wide, new int[] {0}, 0))
        .doesNotContainKeys(0, 128)
        .containsEntry(129, 1f)
        .containsEntry(130, 1f);
  }

  @Test
  void encodingAllIsEncodingEach() {
    Random random = new Random(1);
    int[] events = random.ints(300, -2, 22).map(e -> e < 0 ? e : 48 + e).toArray();
    float[] inputs = new float[299 * 74];
    int[] labels = new int[299];
    encoding.encodeAll(events, 300, inputs, labels);

    float[] each = new float[299 * 74];
    for (int step = 0; step < 299; step++) {
      encoding.encode(events, step, each, step * 74);
    }
    assertThat(inputs).containsExactly(each);
    assertThat(labels).containsExactly(labels(encoding, events));
    assertThat(decoded(encoding, events)).containsExactly(events);
  }

  @Test
  void refusesPitchesOutsideItsRange() {
    assertThatThrownBy(() -> encoding.label(new int[] {84}, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pitch 84 is not in [48,84)");
    assertThatThrownBy(() -> encoding.encode(new int[] {47}, 0, new float[74], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
