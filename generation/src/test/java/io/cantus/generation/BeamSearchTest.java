package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cantus.transforms.encoding.EventEncoding;
import io.cantus.transforms.encoding.OneHotEncoding;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeamSearchTest {
  private static final EventEncoding ENCODING = new OneHotEncoding(48, 84);

  private static BeamSearch search(
      EventNetwork network, int beam, int branches, int stepsPerIteration, int targetLength) {
    return new BeamSearch(
        network,
        ENCODING,
        new GenerationOptions(128, 1, beam, branches, stepsPerIteration),
        new int[] {60, -1, -2},
        targetLength);
  }

  private static BeamSearch.Found found(BeamSearch search, DrawSource draws) {
    return search.search(List.of(draws)).get(0);
  }

  private static StandInNetwork hash() {
    return StandInNetwork.hash(ENCODING.inputSize(), ENCODING.numClasses());
  }

  @ParameterizedTest
  @CsvSource({"125,1,1,124", "125,4,1,31", "5,2,1,2", "3,8,3,0", "8,4,4,1"})
  void takesTheStepsThatFullIterationsLeaveOverFirst(
      int steps, int stepsPerIteration, int first, int iterations) {
    BeamSearch search = search(hash(), 1, 1, stepsPerIteration, 3 + steps);
    assertThat(search.firstSteps()).isEqualTo(first);
    assertThat(search.iterations()).isEqualTo(iterations);
  }

  @Test
  void drawsOnceForEverySequenceAndStep() {
    AtomicInteger draws = new AtomicInteger();
    // 7 steps: 3, then 4, of 6 sequences each.
    found(
        search(hash(), 2, 3, 4, 10),
        () -> {
          draws.incrementAndGet();
          return 0.5;
        });
    assertThat(draws).hasValue(7 * 6);
  }

  @Test
  void keepsTheFirstOfEquallyLikelySequences() {
    // Of four sequences the first draws the lowest class, and again in every iteration.
    AtomicInteger draws = new AtomicInteger();
    EventNetwork uniform = StandInNetwork.uniform(ENCODING.inputSize(), ENCODING.numClasses());
    BeamSearch.Found found =
        found(search(uniform, 2, 2, 1, 6), () -> draws.getAndIncrement() % 4 / 4.0 + 0.001);
    assertThat(found.events()).containsExactly(60, -1, -2, -2, -2, -2);
  }

  @Test
  void findsTheSameWhateverWasSearchedBefore() {
    BeamSearch search = search(hash(), 3, 2, 4, 40);
    BeamSearch.Found first = found(search, DrawSource.seeded(5, 1));
    found(search, DrawSource.seeded(5, 2));
    BeamSearch.Found again = found(search, DrawSource.seeded(5, 1));
    assertThat(again.events()).isEqualTo(first.events());
    assertThat(again.logLikelihood()).isEqualTo(first.logLikelihood());
  }

  @Test
  void countsThePrimersEventsButTheFirstIntoTheLikelihood() {
    EventNetwork uniform = StandInNetwork.uniform(ENCODING.inputSize(), ENCODING.numClasses());
    float all = found(search(uniform, 1, 1, 1, 10), () -> 0.5).logLikelihood();
    assertThat((double) all).isCloseTo(-9 * Math.log(38), within(1e-4));
  }
}
