package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.book;
import static io.cantus.transforms.abc.Abc.refusal;
import static io.cantus.transforms.abc.Abc.refused;
import static io.cantus.transforms.abc.Abc.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunes that are no music, each with its reason and place. */
final class AbcRejectionTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '$',
      delimiter = '=',
      value = {
        "C [CE = unterminated-chord",
        "C [ = unterminated-chord",
        "C {gab = unterminated-grace",
        "C \"Am = unterminated-text",
        "C [K:G = unterminated-inline-field",
        "C ( 3 = unexpected-character",
        "C i D = unexpected-character",
        "C 3 = unexpected-character",
        "C } = unexpected-character",
        "C } D] = unexpected-character",
        "C [C3|] = unexpected-character",
        "C [CY] = unexpected-character",
        "^ C = accidental-without-note",
        "^ = accidental-without-note",
        "^z = accidental-without-note",
        "^/C = unsupported-microtone",
        "^3/2C = unsupported-microtone",
        "C (&D&) = unsupported-overlay",
        "C/0 = bad-length",
        "C3/0 = bad-length",
        "z/0 = bad-length",
        "[CE]/0 = bad-length",
        "C///////////////// = bad-length",
        "C9999999999 = number-too-large",
        "z9999999999 = number-too-large",
        "C/9999999999 = number-too-large",
        "(9999999999CDE = number-too-large",
        "|1234567890 C = number-too-large",
        "(0CDE = bad-tuplet",
        "(1CDE = bad-tuplet",
        "(10CDE = bad-tuplet",
        "(3(3(3(3(3(3(3(3(3CDE = bad-tuplet",
        ">C = bad-broken-rhythm",
        "C><D = bad-broken-rhythm",
        "C> >D = bad-broken-rhythm",
        "C>>>>>>>>>>>D = bad-broken-rhythm",
        "|0 C = bad-ending",
        "|64 C = bad-ending",
        "|1-64 C = bad-ending",
        "c''''''' = pitch-out-of-range",
        "C,,,,,, = pitch-out-of-range",
        "^^^^^^^^^^^^^^g'''' = pitch-out-of-range",
        "C&D&E&F&G&A&B&c&d&e = too-many-voices",
        "C|D & E2|F & E = overlay-too-long",
      })
  void musicThatIsNone(String line, String reason) {
    assertThat(refused(line.strip()).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "K:H,bad-key",
    "K:?,bad-key",
    "K:Es,unknown-mode",
    "K:Bn,unknown-mode",
    "K:C octave=x,bad-transposition",
    "K:C transpose=99999,bad-transposition",
    "M:4,bad-meter",
    "M:4/0,bad-meter",
    "M:0/4,bad-meter",
    "M:x/y,bad-meter",
    "M:-3/4,bad-meter",
    "M:9999999999/4,bad-meter",
    "M:2/4 3/4,bad-meter",
    "L:x,bad-unit-length",
    "L:,bad-unit-length",
    "L:1/0,bad-unit-length",
    "L:0,bad-unit-length",
    "L:-1/8,bad-unit-length",
    "L:1/9999999,bad-unit-length",
    "Q:1/0=100,bad-tempo",
    "Q:0,bad-tempo",
    "Q:1/4=0,bad-tempo",
    "Q:1/4,bad-tempo",
    "Q:3/8=1/4,bad-tempo",
    "Q:12 bottles,bad-tempo",
    "Q:1/4=999999999,bad-tempo",
    "Q:-100,bad-tempo"
  })
  void fieldsThatSayNothing(String field, String reason) {
    assertThat(outcome("X:1\nL:1/4\n" + field + "\nK:C\nC")).isEqualTo(reason);
    assertThat(outcome("X:1\nL:1/4\nK:C\nC\n" + field + "\nC")).isEqualTo(reason);
    assertThat(outcome("X:1\nL:1/4\nK:C\nC[" + field + "]C")).isEqualTo(reason);
  }

  /** The reason of a rejection; empty for what is produced. */
  private static String outcome(String text) {
    Conversion conversion = book(text).get(0);
    return conversion.outcome() instanceof Outcome.Produced<byte[]>
        ? ""
        : refusal(conversion).reason();
  }

  @Test
  void theDetailNamesLineAndCharacterAndTheOffsetTheByte() {
    String text = "X:1\nT:\u00e9\nK:C\n  \"\u00e9\"C ? i D";
    Rejection rejection = refusal(book(text).get(0));

    assertThat(rejection.reason()).isEqualTo("unexpected-character");
    assertThat(rejection.detail())
        .isEqualTo("line 4, character 8: 'i' stands for nothing in music");
    int at = text.substring(0, text.indexOf('i', 10)).getBytes(StandardCharsets.UTF_8).length;
    assertThat(rejection.offset()).isEqualTo(OptionalLong.of(at));
  }

  @Test
  void aFieldIsNamedByItsLine() {
    assertThat(refusal(book("X:1", "T:a", "M:x", "K:C", "C").get(0)).detail())
        .isEqualTo("line 3, character 1: \"x\" is no meter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X:1",
        "X:1\nT:a\nK:C",
        "X:1\nK:C\n",
        "X:1\nK:C\n|:z4:|",
        "X:1\nK:C\n\"Am\" |]",
        "X:",
        "X:1\nK:C\n{abc}",
        "X:1\nK:C\nC0"
      })
  void aTuneWithoutANote(String text) {
    assertThat(outcome(text)).isEqualTo("no-notes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\n\t",
        "%abc-2.1",
        "T:a\nM:4/4\n",
        "just text\n\nand more | of it",
        "K:C",
        "\0\0\0",
        "<html><body>404</body></html>",
        "\u00ef\u00bb\u00bf"
      })
  void aFileWithoutATuneHasOneRejection(String text) {
    for (byte[] content :
        new byte[][] {
          text.getBytes(StandardCharsets.ISO_8859_1), text.getBytes(StandardCharsets.UTF_8)
        }) {
      assertThat(book(content)).hasSize(1);
      assertThat(book(content).get(0).piece()).isEmpty();
      assertThat(refusal(book(content).get(0)).reason()).isEqualTo("no-tune");
    }
  }

  @Test
  void charactersOfZeroAreNoMusic() {
    assertThat(refused("C\0D").reason()).isEqualTo("unexpected-character");
    assertThat(refused("C\0D").detail()).endsWith("control character 0");
    assertThat(sequence(book("X:1", "T:a\0b", "K:C", "C").get(0)).getSequenceMetadata().getTitle())
        .isEqualTo("a\0b");
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    assertThat(refused("C999999999/1000003 D/999983 E/999979 F/999961").reason())
        .isEqualTo("bad-length");
  }

  @Test
  void oneTuneCostsNoOther() {
    assertThat(book("X:1", "K:C", "C", "", "X:2", "K:C", "C [", "", "X:3", "K:C", "D"))
        .extracting(
            Conversion::piece, conversion -> conversion.outcome().getClass().getSimpleName())
        .containsExactly(
            tuple("X:1", "Produced"), tuple("X:2", "Rejected"), tuple("X:3", "Produced"));
  }

  @Test
  void longTextIsQuotedInPart() {
    assertThat(refusal(book("X:1", "M:" + "9".repeat(100_000), "K:C", "C").get(0)).detail())
        .hasSizeLessThan(300);
  }

  private static ConversionLimits limits(long bytes, long notes, double seconds, long output) {
    return new ConversionLimits(bytes, 1, notes, seconds, output);
  }

  @Test
  void limitsAreKept() {
    assertLimit(limits(30, 100, 100, 1000), "file-too-large", "35 bytes, the limit is 30");
    assertLimit(limits(100, 7, 100, 1000), "too-many-notes", "more than 7 notes, rests and marks");
    assertLimit(limits(100, 100, 4, 1000), "too-long", "5 seconds, the limit is 4");
    assertLimit(limits(100, 100, 100, 200), "sequence-too-large", "bytes, the limit is 200");
    assertThat(convert(limits(35, 8, 5, 1000)).outcome()).isInstanceOf(Outcome.Produced.class);
  }

  private static void assertLimit(ConversionLimits limits, String reason, String detail) {
    Rejection rejection = refusal(convert(limits));

    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.detail()).endsWith(detail);
  }

  private static Conversion convert(ConversionLimits limits) {
    byte[] content = "X:1\nL:1/4\nQ:1/4=60\nK:C\nC\"a\"[CE]zzD|".getBytes(StandardCharsets.UTF_8);
    return AbcConverter.convert(Abc.SOURCE, content, limits).get(0);
  }
}
