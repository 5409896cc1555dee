package io.cantus.transforms.abc;

import static io.cantus.transforms.abc.Abc.music;
import static io.cantus.transforms.abc.Abc.notes;
import static io.cantus.transforms.abc.Abc.sections;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bars, signs of repetition and variant endings say of the form. A note is a second. */
final class AbcSectionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "C|D|E = |",
        "C|D|] = 0@0.0 | 0 x1",
        "C||D|] = 0@0.0 1@1.0 | 0 x1, 1 x1",
        "C||D = 0@0.0 1@1.0 | 0 x1, 1 x1",
        "|C|D| = |",
        "|:C|D:| = 0@0.0 | 0 x2",
        "C|D:| = 0@0.0 | 0 x2",
        "C|D:|E = 0@0.0 1@2.0 | 0 x2, 1 x1",
        "|:C:|:D:| = 0@0.0 1@1.0 | 0 x2, 1 x2",
        "|:C::D:| = 0@0.0 1@1.0 | 0 x2, 1 x2",
        "|:C:||:D:| = 0@0.0 1@1.0 | 0 x2, 1 x2",
        "C|:D:|E|] = 0@0.0 1@1.0 2@2.0 | 0 x1, 1 x2, 2 x1",
        "|::C::|D = 0@0.0 1@1.0 | 0 x3, 1 x1",
        "|::C::::D::| = 0@0.0 1@1.0 | 0 x3, 1 x3",
        "|:C||D:| = 0@0.0 | 0 x2",
        "C||D:| = 0@0.0 1@1.0 | 0 x1, 1 x2",
        "C[|D|] = 0@0.0 1@1.0 | 0 x1, 1 x1",
      })
  void theReferencesRules(String line, String form) {
    assertThat(sections(music(line)).strip()).isEqualTo(form.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "|:C = 0@0.0 | 0 x1",
        "|:C|:D:| = 0@0.0 1@1.0 | 0 x1, 1 x2",
        "|::C:|D = 0@0.0 1@1.0 | 0 x2, 1 x1",
        ":|C = |",
        ":C:|D: = 0@0.0 1@1.0 | 0 x2, 1 x1",
        "C:|:|D = 0@0.0 1@1.0 | 0 x2, 1 x1",
        "C||z = 0@0.0 | 0 x1",
      })
  void whatTheReferenceRefusesOrBreaksOnIsReadAsItIsMeant(String line, String form) {
    assertThat(sections(music(line)).strip()).isEqualTo(form.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "|:C|1 D:|2 E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1",
        "|:C|[1 D:|[2 E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1",
        "|:C [1 D :| [2 E:| = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1",
        "C|1 D:|2 E||F = 0@0.0 1@1.0 2@2.0 3@3.0 | 0+1 x1, 0+2 x1, 3 x1",
        "A|:C|1D:|2E|:F:| = 0@0.0 1@1.0 2@2.0 3@3.0 4@4.0 | 0 x1, 1+2 x1, 1+3 x1, 4 x2",
        "|:C|1D:|2E::F|1G:|2A:| = 0@0.0 1@1.0 2@2.0 3@3.0 4@4.0 5@5.0"
            + " | 0+1 x1, 0+2 x1, 3+4 x1, 3+5 x1",
        "|:C[1,2D:|[3E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x2, 0+2 x1",
        "|:C[1,3D:|[2,4E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1, 0+1 x1, 0+2 x1",
        "|:C[1-3D:|[4E|]F = 0@0.0 1@1.0 2@2.0 3@3.0 | 0+1 x3, 0+2 x1, 3 x1",
        "|:C|1D:|E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0 x1, 2 x1",
        "|:[1C:|[2D|] = 0@0.0 1@1.0 | 0 x1, 1 x1",
        "|:C|1D|2E|] = 0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1",
        "|:C|1D:|2|] = 0@0.0 1@1.0 | 0+1 x1, 0 x1",
      })
  void variantEndingsArePlayedAfterWhatTheyShare(String line, String form) {
    assertThat(sections(music(line)).strip()).isEqualTo(form.strip());
  }

  @Test
  void notesAreThoseThatAreWrittenOnceEach() {
    assertThat(notes("|:C|1 D:|2 E|]")).containsExactly("60 0.0-1.0", "62 1.0-2.0", "64 2.0-3.0");
  }

  @Test
  void anEndingMayBeginALine() {
    assertThat(sections(music("|:C|", "1 D:|\\", "2 E|]")))
        .isEqualTo("0@0.0 1@1.0 2@2.0 | 0+1 x1, 0+2 x1");
  }

  @Test
  void anEndingWithANameIsText() {
    assertThat(music("C|[\"Coda\" D|]").getTextAnnotations(0).getText()).isEqualTo("Coda");
    assertThat(notes("C|[\"Coda\" D|]")).hasSize(2);
  }

  @Test
  void aPartBeginsASection() {
    assertThat(sections(Abc.tune("P:AB", "L:1/4", "Q:1/4=60", "K:C", "P:A", "C|", "P:B", "D|")))
        .isEqualTo("0@0.0 1@1.0 | 0 x1, 1 x1");
    assertThat(sections(music("[P:A]|:C:|[P:B]|:D:|"))).isEqualTo("0@0.0 1@1.0 | 0 x2, 1 x2");
  }

  @Test
  void dottedAndInvisibleBarsEndAccidentals() {
    assertThat(Abc.pitches("^F.|F ^F[|]F ^F::F")).containsExactly(66, 65, 66, 65, 66, 65);
  }
}
