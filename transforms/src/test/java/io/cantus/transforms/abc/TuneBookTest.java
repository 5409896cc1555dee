package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.book;
import static io.cantus.transforms.abc.Abc.notes;
import static io.cantus.transforms.abc.Abc.pitches;
import static io.cantus.transforms.abc.Abc.refusal;
import static io.cantus.transforms.abc.Abc.sections;
import static io.cantus.transforms.abc.Abc.sequence;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.transforms.source.Conversion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tunes begin and end, what they are called, and how the text is written. */
final class TuneBookTest {

  private static List<String> pieces(String... lines) {
    return book(lines).stream().map(Conversion::piece).toList();
  }

  @Test
  void aTuneLastsToAnEmptyLineOrTheNextNumber() {
    List<Conversion> tunes =
        book("X:1", "K:C", "C", " \t", "free text: C D", "", "X:7", "K:C", "D", "X:3", "K:C", "E");

    assertThat(tunes).extracting(Conversion::piece).containsExactly("X:1", "X:7", "X:3");
    assertThat(tunes.stream().map(tune -> pitches(sequence(tune))))
        .containsExactly(List.of(60), List.of(62), List.of(64));
    assertThat(tunes.stream().map(tune -> sequence(tune).getReferenceNumber()))
        .containsExactly(1L, 7L, 3L);
  }

  @Test
  void theIdHashesFilenameAndNumber() {
    // sha1sum of "book.abc_12"
    assertThat(sequence(book("X:12", "K:C", "C").get(0)).getId())
        .isEqualTo("/id/abc/coll/bc4f17101daf358e0043c6bc65d3ec0242a1f8c1");
  }

  @Test
  void aSecondTuneOfANumberHasAnIdOfItsOwn() {
    List<Conversion> tunes = book("X:5\nK:C\nC\n\n".repeat(3) + "X:6\nK:C\nC");

    assertThat(tunes)
        .extracting(Conversion::piece)
        .containsExactly("X:5", "X:5 (2)", "X:5 (3)", "X:6");
    assertThat(tunes.stream().map(tune -> sequence(tune).getId()))
        .containsExactly(
            Abc.SOURCE.idOfPiece("abc", "5"),
            Abc.SOURCE.idOfPiece("abc", "5_2"),
            Abc.SOURCE.idOfPiece("abc", "5_3"),
            Abc.SOURCE.idOfPiece("abc", "6"));
    assertThat(tunes.stream().map(tune -> sequence(tune).getReferenceNumber()))
        .containsExactly(5L, 5L, 5L, 6L);
  }

  @ParameterizedTest
  @CsvSource({
    "X:12,12",
    "X: 7 ,7",
    "X:007,7",
    "X:3b,3",
    "X:1/2,1",
    "X:,0",
    "X:none,0",
    "X:-4,-4",
    "X:+4,4",
    "X:999999999999999999,999999999999999999",
    "X:9999999999999999999,0",
    "X:5 % first,5"
  })
  void theNumberIsWhatTheFieldBeginsWith(String field, long number) {
    Conversion tune = book(field, "K:C", "C").get(0);

    assertThat(tune.piece()).isEqualTo("X:" + number);
    assertThat(sequence(tune).getReferenceNumber()).isEqualTo(number);
  }

  @Test
  void theFileHeaderHoldsForEachTune() {
    List<Conversion> tunes =
        book(
            "%abc-2.1",
            "M:3/4",
            "L:1/4",
            "C:Trad.",
            "I:any",
            "this is text",
            "",
            "X:1",
            "K:C",
            "C",
            "",
            "X:2",
            "M:2/4",
            "L:1/2",
            "K:C",
            "C");

    assertThat(tunes).hasSize(2);
    NoteSequence first = sequence(tunes.get(0));
    assertThat(first.getTimeSignatures(0).getNumerator()).isEqualTo(3);
    assertThat(first.getTotalTime()).isEqualTo(0.5);
    assertThat(first.getSequenceMetadata().getComposersList()).containsExactly("Trad.");
    NoteSequence second = sequence(tunes.get(1));
    assertThat(second.getTimeSignaturesList()).hasSize(1);
    assertThat(second.getTimeSignatures(0).getNumerator()).isEqualTo(2);
    assertThat(second.getTotalTime()).isEqualTo(1);
  }

  @Test
  void aFileHeaderNeedsNoEmptyLineAfterIt() {
    assertThat(sequence(book("M:3/4", "L:1/4", "X:1", "K:C", "C").get(0)).getTotalTime())
        .isEqualTo(0.5);
  }

  @Test
  void aFaultInTheFileHeaderIsTheFaultOfEachTune() {
    assertThat(book("M:x", "", "X:1", "K:C", "C", "", "X:2", "K:C", "C"))
        .extracting(tune -> refusal(tune).detail())
        .containsOnly("line 1, character 1: \"x\" is no meter")
        .hasSize(2);
  }

  @Test
  void fieldsBetweenTunesAreNoHeader() {
    assertThat(
            sequence(book("X:1", "K:C", "C", "", "M:3/4", "L:1/1", "", "X:2", "K:C", "C").get(1)))
        .satisfies(tune -> assertThat(tune.getTimeSignaturesCount()).isZero())
        .satisfies(tune -> assertThat(tune.getTotalTime()).isEqualTo(0.25));
  }

  @Test
  void anEmptyLineBeforeTheKeyDoesNotEndATune() {
    assertThat(pieces("X:1", "", "T:a", "", "K:C", "C", "", "X:2", "K:C", "D"))
        .containsExactly("X:1", "X:2");
    assertThat(pitches(sequence(book("X:1", "", "K:C", "C", "", "D").get(0)))).containsExactly(60);
  }

  @Test
  void whatHasAKeyAndMusicIsATuneWithoutANumber() {
    List<Conversion> tunes = book("M:4/4", "K:G", "F", "", "M:3/4", "K:D", "C", "", "only text");

    assertThat(tunes).extracting(Conversion::piece).containsExactly("X:0", "X:0 (2)");
    assertThat(tunes.stream().map(tune -> pitches(sequence(tune))))
        .containsExactly(List.of(66), List.of(61));
    assertThat(sequence(tunes.get(1)).getTimeSignatures(0).getNumerator()).isEqualTo(3);
  }

  @Test
  void textForThePrinterIsPassedOver() {
    List<Conversion> tunes =
        book(
            "X:1",
            "K:C",
            "C",
            "%%begintext",
            "C D E |",
            "K:D",
            "%%endtext",
            "D",
            "",
            "%%begintext",
            "lost",
            "X:2",
            "K:C",
            "E");

    assertThat(tunes.stream().map(tune -> pitches(sequence(tune))))
        .containsExactly(List.of(60, 62), List.of(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndAsInUnixWindowsAndOldMacintosh(String end) {
    List<Conversion> tunes =
        book("X:1\nK:C\nC\n\nX:2\nM:x\nK:C\nD".replace("\n", end).getBytes(UTF_8));

    assertThat(pitches(sequence(tunes.get(0)))).containsExactly(60);
    assertThat(refusal(tunes.get(1)).detail()).startsWith("line 6,");
  }

  @Test
  void textIsUtf8OrElseLatin1OrMarkedUtf16() {
    String text = "X:1\nT:Caf\u00e9 \nK:C\n \tC\t D";
    for (byte[] content :
        List.of(
            text.getBytes(UTF_8),
            ("\ufeff" + text).getBytes(UTF_8),
            text.getBytes(ISO_8859_1),
            text.getBytes(UTF_16),
            ("\ufeff" + text).getBytes(UTF_16LE))) {
      NoteSequence tune = sequence(book(content).get(0));
      assertThat(tune.getSequenceMetadata().getTitle()).isEqualTo("Caf\u00e9");
      assertThat(pitches(tune)).containsExactly(60, 62);
    }
  }

  @Test
  void remainsOfMailAreNoMusic() {
    assertThat(pitches(sequence(book("X:1", "K:G", "F |=20", "f=3Df =", "F").get(0))))
        .containsExactly(66, 78, 77, 65);
  }

  @Test
  void aSmallBook() {
    List<Conversion> tunes = book(SmallBook.TEXT);

    assertThat(tunes)
        .extracting(Conversion::piece)
        .containsExactly("X:1", "X:2", "X:3", "X:4", "X:2 (2)");
    NoteSequence scale = sequence(tunes.get(0));
    assertThat(scale.getSequenceMetadata().getTitle()).isEqualTo("The Stairs; Up and Down");
    assertThat(scale.getSequenceMetadata().getComposersList())
        .containsExactly("Made up for a test");
    assertThat(pitches(scale))
        .containsExactly(62, 64, 66, 67, 69, 71, 73, 74, 73, 71, 69, 67, 66, 64, 62);
    assertThat(sections(scale)).isEqualTo("0@0.0 1@4.0 2@8.0 | 0+1 x1, 0+2 x1");
    assertThat(notes(sequence(tunes.get(1))))
        .containsExactly("67 0.0-0.25", "69 0.25-0.5", "71 0.5-0.75", "72 0.75-1.5", "71 1.5-2.0");
    assertThat(sequence(tunes.get(2)).getPartInfosCount()).isEqualTo(2);
    assertThat(refusal(tunes.get(3)).toString())
        .startsWith("unterminated-chord at byte ")
        .contains("line 38, character 6");
    assertThat(pitches(sequence(tunes.get(4)))).containsExactly(60);
  }
}
