package io.cantus.transforms.abc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.SmallHeap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text made to cost much time or memory. */
final class HostileAbcTest {

  @Test
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  void noFileTakesMoreThan256MegabytesOfHeap() throws Exception {
    assertThat(SmallHeap.run(HostileBook.class))
        .containsExactlyElementsOf(
            HostileBook.ALL.stream().map(book -> book.name() + ": " + book.outcome()).toList());
  }

  /**
   * The limit is some hundred times what each takes: a cost that grows with the square breaks it.
   */
  @ParameterizedTest
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  @ValueSource(
      strings = {
        "c",
        "! ",
        "!",
        "+",
        "\"",
        "[",
        "(",
        "{c",
        "c-",
        "[1c",
        "c::",
        "|:c",
        "[ce]-",
        "^",
        "c>",
        "c'",
        "=20",
        "c&",
        "[K:",
        "[P:A]c",
        "(3c",
        "%",
        "c \\",
        "[U:h=!a!]c",
        "c[V:1]"
      })
  void aLineOfAMegabyteTakesLittleTime(String repeated) {
    String line = repeated.repeat(1_000_000 / repeated.length());

    assertThat(Abc.book("X:1\nK:C\nc" + line))
        .singleElement()
        .satisfies(tune -> assertThat(tune.outcome()).isNotInstanceOf(Outcome.Failed.class));
  }

  @ParameterizedTest
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  @ValueSource(
      strings = {"K:C ^c", "M:1+", "M:(", "Q:1/4 ", "Q:\"a\"", "L:1", "V:a \"", "X:1", "K:C a=\" "})
  void aFieldOfAMegabyteTakesLittleTime(String start) {
    String again = start.substring(2).repeat(500_000 / (start.length() - 2));

    assertThat(Abc.book("X:1\nK:C\n" + start + again + "\nc"))
        .allSatisfy(tune -> assertThat(tune.outcome()).isNotInstanceOf(Outcome.Failed.class));
  }
}
