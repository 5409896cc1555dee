package io.cantus.transforms.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.UsageException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalSplitTest {
  private static Stream<String> ids() {
    return IntStream.range(0, 10_000).mapToObj(i -> "/id/midi/songs/" + i);
  }

  private static long inEval(EvalSplit split) {
    return ids().filter(id -> split.branch(id) == Branch.EVAL).count();
  }

  @Test
  void aSequencesDrawNeverChanges() {
    // The SHA-256 of eight zero bytes and "song 0" begins with 7c68d868203c5563.
    assertThat(new EvalSplit(0.48597, 0).branch("song 0")).isEqualTo(Branch.TRAINING);
    assertThat(new EvalSplit(0.48598, 0).branch("song 0")).isEqualTo(Branch.EVAL);
  }

  @Test
  void sendsTheShareThatWasAskedForToEvaluation() {
    assertThat(inEval(new EvalSplit(0, 1))).isZero();
    assertThat(inEval(new EvalSplit(1, 1))).isEqualTo(10_000);
    assertThat(inEval(new EvalSplit(0.1, 1))).isBetween(900L, 1100L);
  }

  @Test
  void aLargerShareKeepsWhatTheSmallerHad() {
    EvalSplit small = new EvalSplit(0.1, 1);
    EvalSplit large = new EvalSplit(0.3, 1);

    assertThat(ids().filter(id -> small.branch(id) == Branch.EVAL))
        .allMatch(id -> large.branch(id) == Branch.EVAL);
  }

  @Test
  void anotherSeedGivesAnotherSplit() {
    EvalSplit one = new EvalSplit(0.5, 1);
    EvalSplit two = new EvalSplit(0.5, 2);

    assertThat(ids().filter(id -> one.branch(id) == two.branch(id)).count())
        .isBetween(4700L, 5300L);
  }

  @Test
  void asksTheIdAloneUnlessThereIsNone() {
    EvalSplit split = new EvalSplit(0.5, 1);

    assertThat(ids())
        .allMatch(
            id ->
                split.branch(NoteSequence.newBuilder().setId(id).setTotalTime(1).build())
                    == split.branch(id));
    assertThat(
            ids()
                .map(name -> NoteSequence.newBuilder().setFilename(name).build())
                .filter(sequence -> split.branch(sequence) == Branch.EVAL)
                .count())
        .isBetween(4700L, 5300L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesSharesThatAreNone(double ratio) {
    assertThatThrownBy(() -> new EvalSplit(ratio, 0))
        .isInstanceOf(UsageException.class)
        .hasMessage("eval_ratio is " + ratio + " but must be from 0 to 1");
  }
}
