package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.BadInputException;
import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.MelodyConfig;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ExampleMelodiesTest {
  private static final int[] TUNE = {60, -2, 62, -1, -2, 64, 60, -2, 62, -1, -2, 65};

  static Stream<MelodyConfig> configs() {
    return MelodyConfig.all().values().stream();
  }

  private static byte[] dense(int[] events, MelodyConfig config) {
    EventEncoding encoding = config.encoding();
    int steps = events.length - 1;
    float[] inputs = new float[steps * encoding.inputSize()];
    int[] labels = new int[steps];
    encoding.encodeAll(events, events.length, inputs, labels);
    return SequenceExampleWriter.write(steps, encoding.inputSize(), inputs, labels);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void aDenseExamplesMelodyIsFoundAgain(MelodyConfig config) {
    Random random = new Random(5);
    for (int first : new int[] {-2, config.minNote(), config.maxNote() - 1}) {
      int[] events = new int[200];
      events[0] = first;
      for (int step = 1; step < events.length; step++) {
        int draw = random.nextInt(10);
        events[step] =
            draw < 4
                ? -2
                : draw < 5 && step > 20
                    ? -1
                    : step > 40 && draw < 8
                        ? events[step - 16]
                        : config.minNote() + random.nextInt(config.maxNote() - config.minNote());
      }
      assertThat(ExampleMelodies.read(dense(events, config), config).events()).isEqualTo(events);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void aCompactExamplesMelodyIsWhatItHolds(MelodyConfig config) {
    byte[] example = SequenceExampleWriter.write(CompactExample.of(TUNE, 4, config));
    assertThat(ExampleMelodies.read(example, config).events()).isEqualTo(TUNE);
  }

  @Test
  void anExampleOfAnotherConfigIsRefusedByName() {
    MelodyConfig lookback = MelodyConfig.named("lookback_rnn");
    MelodyConfig attention = MelodyConfig.named("attention_rnn");
    assertThatThrownBy(() -> ExampleMelodies.read(dense(TUNE, attention), lookback))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("74 inputs a step, but lookback_rnn has 121")
        .hasMessageContaining("made for attention_rnn");
    byte[] whole =
        SequenceExampleWriter.write(CompactExample.of(TUNE, 4, MelodyConfig.named("mono_rnn")));
    assertThatThrownBy(() -> ExampleMelodies.read(whole, lookback))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void inputsThatNoMelodyHasAreRefused() {
    MelodyConfig basic = MelodyConfig.named("basic_rnn");
    byte[] example = SequenceExampleWriter.write(1, 38, new float[38], new int[] {0});
    assertThatThrownBy(() -> ExampleMelodies.read(example, basic))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the first step's inputs");
    float[] noEvent = new float[38];
    noEvent[0] = 1;
    byte[] farLabel = SequenceExampleWriter.write(1, 38, noEvent, new int[] {38});
    assertThatThrownBy(() -> ExampleMelodies.read(farLabel, basic))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("class 38 at step 0");
  }

  @Test
  void whatIsNoExampleIsRefused() {
    assertThatThrownBy(
            () -> ExampleMelodies.read(new byte[] {1, 2, 3}, MelodyConfig.named("basic_rnn")))
        .isInstanceOf(BadInputException.class);
  }
}
