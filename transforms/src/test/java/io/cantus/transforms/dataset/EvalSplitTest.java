package io.cantus.transforms.dataset;

import static io.cantus.transforms.sequence.Sequences.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.sequence.Fingerprint;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalSplitTest {
  private static Stream<Fingerprint> music() {
    return IntStream.range(0, 10_000).mapToObj(i -> new Fingerprint(1, i));
  }

  private static long inEval(EvalSplit split) {
    return music().filter(notes -> split.branch(notes) == Branch.EVAL).count();
  }

  @Test
  void aSequencesDrawNeverChanges() {
    // The SHA-256 of the seed, 1 and 2, each in eight bytes, begins with 5771b039bfd2d177.
    Fingerprint notes = new Fingerprint(1, 2);

    assertThat(new EvalSplit(0.34157, 7).branch(notes)).isEqualTo(Branch.TRAINING);
    assertThat(new EvalSplit(0.34158, 7).branch(notes)).isEqualTo(Branch.EVAL);
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

    assertThat(music().filter(notes -> small.branch(notes) == Branch.EVAL))
        .allMatch(notes -> large.branch(notes) == Branch.EVAL);
  }

  @Test
  void anotherSeedGivesAnotherSplit() {
    EvalSplit one = new EvalSplit(0.5, 1);
    EvalSplit two = new EvalSplit(0.5, 2);

    assertThat(music().filter(notes -> one.branch(notes) == two.branch(notes)).count())
        .isBetween(4700L, 5300L);
  }

  @Test
  void theSameMusicIsOnTheSameSideUnderWhateverName() {
    EvalSplit split = new EvalSplit(0.5, 1);
    List<NoteSequence> songs =
        IntStream.range(0, 100).mapToObj(i -> sequence().note(60, i, i + 1).build()).toList();

    assertThat(songs)
        .allMatch(
            song ->
                split.branch(song)
                    == split.branch(song.toBuilder().setId("a").setFilename("b").build()))
        .anyMatch(song -> split.branch(song) == Branch.TRAINING)
        .anyMatch(song -> split.branch(song) == Branch.EVAL);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesSharesThatAreNone(double ratio) {
    assertThatThrownBy(() -> new EvalSplit(ratio, 0))
        .isInstanceOf(UsageException.class)
        .hasMessage("eval_ratio is " + ratio + " but must be from 0 to 1");
  }
}
