package io.cantus.transforms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> CONFIGS =
      List.of("mono_rnn", "lookback_rnn", "basic_rnn", "attention_rnn");

  @ParameterizedTest
  @CsvSource({
    "lokback_rnn, lookback_rnn",
    "basci_rnn, basic_rnn",
    "BASIC_RNN, basic_rnn",
    "lookback, lookback_rnn",
    "atention-rnn, attention_rnn"
  })
  void findsTheWordThatWasMeant(String typed, String meant) {
    assertThat(Nearest.nearest(typed, CONFIGS)).contains(meant);
  }

  @Test
  void suggestsNothingWhenNothingIsNear() {
    assertThat(Nearest.nearest("drums", CONFIGS)).isEmpty();
    assertThat(Nearest.nearest("", CONFIGS)).isEmpty();
    assertThat(Nearest.nearest("basic_rnn", List.of())).isEmpty();
  }

  @Test
  void takesTheAlphabeticallyFirstOfEquallyNearWordsInWhateverOrderTheyCome() {
    assertThat(Nearest.nearest("cat", List.of("hat", "bat"))).contains("bat");
    assertThat(Nearest.nearest("cat", List.of("bat", "hat"))).contains("bat");
  }

  @Test
  void countsSwappedNeighboursAsOneEdit() {
    assertThat(Nearest.nearest("ab", List.of("ba"))).contains("ba");
    assertThat(Nearest.nearest("ab", List.of("cd"))).isEmpty();
  }
}
