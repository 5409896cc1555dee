package io.cantus.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.training.HyperParameters;
import io.cantus.training.TrainingPosition;
import io.cantus.training.network.EventBatch;
import io.cantus.training.network.EventRnnNetwork;
import io.cantus.training.network.Examples;
import io.cantus.transforms.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class CheckpointTest {
  private static final HyperParameters SMALL =
      HyperParameters.base().with("rnn_layer_sizes=[6,5],dropout_keep_prob=0.5");
  private static final TrainingState STATE =
      new TrainingState(
          "lookback_rnn",
          8,
          SMALL,
          -3,
          "sha256:0123=",
          new TrainingState.Averaging(3, 7),
          new TrainingPosition(120, 7680, 4, 20),
          new BestEvaluation(1.2345678901234567, 90, 2, 110),
          1);
  private static final DataSet BATCH = EventBatch.of(Examples.random(5, 7, 4, 3, 9, 1, 4));

  private static Checkpoint checkpoint() {
    EventRnnNetwork network = EventRnnNetwork.create(7, 4, SMALL, 1);
    network.train(BATCH, 0, 0);
    return new Checkpoint(STATE, network);
  }

  @Test
  void readsBackAsItWasAndGoesOnTheSame() {
    Checkpoint written = checkpoint();

    Checkpoint read = Checkpoint.of(written.toBytes(), "model.ckpt");

    assertThat(read.state()).isEqualTo(STATE);
    assertThat(read.network().weights()).isEqualTo(written.network().weights());
    for (int step = 1; step < 4; step++) {
      written.network().train(BATCH, step, 0);
      read.network().train(BATCH, step, 0);
    }
    assertThat(read.network().weights()).isEqualTo(written.network().weights());
    assertThat(read.network().network().getIterationCount()).isEqualTo(4);
  }

  @Test
  void theSameCheckpointGivesTheSameBytes() {
    assertThat(checkpoint().toBytes()).isEqualTo(checkpoint().toBytes());
  }

  @Test
  void isAModelThatDl4jOpens() throws Exception {
    assertThat(
            ModelSerializer.restoreMultiLayerNetwork(
                    new ByteArrayInputStream(checkpoint().toBytes()))
                .params())
        .isEqualTo(checkpoint().network().network().params());
  }

  @Test
  void everyTruncationAndFlippedByteOfItsContentsIsNoticed() {
    byte[] bytes = checkpoint().toBytes();
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    for (int length = 0; length < directory; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Checkpoint.of(cut, "model.ckpt"))
          .as("cut to %d bytes", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("model.ckpt: ");
    }
    // Past the name of the first entry, within its compressed text.
    byte[] flipped = bytes.clone();
    flipped[60] ^= 4;
    assertThatThrownBy(() -> Checkpoint.of(flipped, "model.ckpt"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("model.ckpt: the checkpoint is damaged (");
  }

  @Test
  void somethingElseIsNamed() throws Exception {
    assertThatThrownBy(() -> Checkpoint.of("<html>".getBytes(StandardCharsets.UTF_8), "model.ckpt"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model.ckpt: not a checkpoint of Cantus (not even a zip file)");
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    ModelSerializer.writeModel(checkpoint().network().network(), model, true);
    assertThatThrownBy(() -> Checkpoint.of(model.toByteArray(), "model.zip"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model.zip: not a checkpoint of Cantus (a zip file without 'cantus.txt')");
  }

  @Test
  void theFirstCheckpointsTellLess() {
    String text =
        """
        format=1
        config=lookback_rnn
        hparams=%s
        seed=-3
        step=120
        examples=7680
        data_set=
        """
            .formatted(SMALL.text());
    TrainingState read = TrainingState.parse(text);
    assertThat(read)
        .isEqualTo(
            new TrainingState(
                "lookback_rnn",
                4,
                SMALL,
                -3,
                "",
                TrainingState.Averaging.UNKNOWN,
                new TrainingPosition(120, 7680, 0, 120),
                BestEvaluation.NONE,
                0));
    assertThat(read.position().within(50)).isEqualTo(new TrainingPosition(120, 7680, 2, 20));
  }

  @Test
  void theBestEvaluationIsTheFirstOfEqualOnes() {
    BestEvaluation best = BestEvaluation.NONE.after(2, 10).after(1.5, 20);
    assertThat(best).isEqualTo(new BestEvaluation(1.5, 20, 0, 20));
    assertThat(best.after(1.5, 30).after(Double.NaN, 40))
        .isEqualTo(new BestEvaluation(1.5, 20, 2, 40));
    assertThat(BestEvaluation.NONE.exists()).isFalse();
    assertThat(best.exists()).isTrue();
  }

  @Test
  void everySetbackHalvesTheLearningRate() {
    assertThat(STATE.learningRate()).isEqualTo(SMALL.learningRate() / 2);
    assertThat(STATE.withSetbacks(3).learningRate()).isEqualTo(SMALL.learningRate() / 8);
  }

  @Test
  void aNewerFormatAndMissingValuesAreNamed() {
    assertThatThrownBy(() -> TrainingState.parse(STATE.text().replace("format=1", "format=2")))
        .hasMessage("its format is '2', this version reads '1'");
    assertThatThrownBy(() -> TrainingState.parse(STATE.text().replace("seed=", "sea=")))
        .hasMessage("it has no seed");
    assertThatThrownBy(() -> TrainingState.parse(STATE.text().replace("clip", "clap")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clap_norm");
  }
}
