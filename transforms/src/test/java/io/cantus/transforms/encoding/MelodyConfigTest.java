package io.cantus.transforms.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MelodyConfigTest {

  @ParameterizedTest
  @CsvSource({
    "basic_rnn, 48, 84, 38, 38, Melody RNN with one-hot encoding.",
    "mono_rnn, 0, 128, 130, 130, Monophonic RNN with one-hot encoding.",
    "lookback_rnn, 48, 84, 121, 40, Melody RNN with lookback encoding.",
    "attention_rnn, 48, 84, 74, 40, Melody RNN with lookback encoding and attention."
  })
  void knowsTheReferencesConfigs(
      String name, int minNote, int maxNote, int inputSize, int classes, String description) {
    MelodyConfig config = MelodyConfig.named(name);

    assertThat(config.id()).isEqualTo(name);
    assertThat(config.description()).isEqualTo(description);
    assertThat(config.minNote()).isEqualTo(minNote);
    assertThat(config.maxNote()).isEqualTo(maxNote);
    assertThat(config.encoding().inputSize()).isEqualTo(inputSize);
    assertThat(config.encoding().numClasses()).isEqualTo(classes);
    assertThat(config.transposeToKey().isPresent()).isEqualTo(!name.equals("mono_rnn"));
    assertThat(config.transposeToKey().orElse(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"onehot, 38", "lookback, 121", "key, 74"})
  void givesABareEncodingTheMiddleRangeAndNoId(String name, int inputSize) {
    MelodyConfig config = MelodyConfig.withEncoding(name);

    assertThat(config.encoding().inputSize()).isEqualTo(inputSize);
    assertThat(config.id()).isEmpty();
    assertThat(config.withDetails("mine", "My model.").id()).isEqualTo("mine");
    assertThat(config.withDetails("mine", "My model.").description()).isEqualTo("My model.");
  }

  @Test
  void namesTheNearestOfAnUnknownName() {
    assertThatThrownBy(() -> MelodyConfig.named("lokback_rnn"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "unknown config 'lokback_rnn' (did you mean lookback_rnn?);"
                + " known are attention_rnn, basic_rnn, lookback_rnn, mono_rnn");
    assertThatThrownBy(() -> MelodyConfig.withEncoding("x"))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown melody_encoder_decoder 'x'; known are key, lookback, onehot");
  }
}
