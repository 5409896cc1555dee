package io.cantus.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.transforms.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GridTest {

  @Test
  void combinesEveryAlternativeWithEveryOther() {
    Grid grid =
        Grid.of(
            List.of(
                "rnn_layer_sizes=[64,64]|[128, 128]",
                "learning_rate = 0.001 | 0.003",
                "batch_size=8,clip_norm=3 | batch_size=16,clip_norm=5"));
    assertThat(grid.combinations())
        .hasSize(8)
        .startsWith(
            "rnn_layer_sizes=[64,64],learning_rate = 0.001,batch_size=8,clip_norm=3",
            "rnn_layer_sizes=[64,64],learning_rate = 0.001,batch_size=16,clip_norm=5",
            "rnn_layer_sizes=[64,64],learning_rate=0.003,batch_size=8,clip_norm=3")
        .endsWith("rnn_layer_sizes=[128, 128],learning_rate=0.003,batch_size=16,clip_norm=5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0.1|0.2; --grid=0.1|0.2 names no hyperparameter",
        "=1|2; --grid==1|2 names no hyperparameter",
        "learning_rate=0.1||0.2; has an empty alternative",
        "learning_rate=0.1|; has an empty alternative",
      })
  void whatIsNoAxisIsNamed(String axis, String message) {
    assertThatThrownBy(() -> Grid.of(List.of(axis)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aGridThatNobodyCanTrainIsRefused() {
    String axis = "clip_norm=" + "1|".repeat(99) + "1";
    assertThat(Grid.of(List.of(axis, axis)).combinations()).hasSize(10_000);
    assertThatThrownBy(() -> Grid.of(List.of(axis, axis, "batch_size=1|2")))
        .isInstanceOf(UsageException.class)
        .hasMessage("--grid asks for more than 10000 runs");
  }
}
