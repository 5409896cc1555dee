package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.COMMON;
import static io.cantus.transforms.musicxml.Scores.backup;
import static io.cantus.transforms.musicxml.Scores.forward;
import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.notes;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.rest;
import static io.cantus.transforms.musicxml.Scores.score;
import static io.cantus.transforms.musicxml.Scores.scoreOfParts;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static io.cantus.transforms.musicxml.Scores.tempo;
import static io.cantus.transforms.musicxml.Scores.timeSignatures;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.SourceInfo;
import io.cantus.transforms.convert.SourceConverter;
import io.cantus.transforms.convert.SourceFormat;
import io.cantus.transforms.source.Conversion;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a document, and what the NoteSequence says of it. */
final class MusicXmlConverterTest {
  private static final String QUARTER = note("C4", 1);

  /** The worked example of the specification, but for the octave of B sharp. */
  @Test
  void playsMeasuresOfThreeLengths() {
    String dottedQuarter =
        "<note><pitch><step>B</step><alter>1</alter><octave>4</octave></pitch>"
            + "<duration>3</duration><type>quarter</type><dot/></note>";
    String xml =
        score(
            COMMON + tempo(90) + dottedQuarter + rest(1) + note("G4", 4, "<type>half</type>"),
            rest(6),
            rest(8));
    NoteSequence sequence = sequence(xml);

    assertThat(notes(sequence))
        .containsExactly("72 0.0-1.0", "67 1.3333333333333333-2.6666666666666665");
    assertThat(sequence.getNotes(0).getNumerator()).isEqualTo(3);
    assertThat(sequence.getNotes(0).getDenominator()).isEqualTo(8);
    assertThat(timeSignatures(xml))
        .containsExactly("4/4@0.0", "3/4@2.6666666666666665", "4/4@4.666666666666666");
    assertThat(sequence.getTempos(0).getQpm()).isEqualTo(90);
    assertThat(sequence.getTotalTime()).isEqualTo(7.333333333333332);
  }

  @Test
  void saysWhereTheSequenceComesFrom() {
    NoteSequence sequence = sequence(score(QUARTER));

    assertThat(sequence.getId())
        .isEqualTo("/id/musicxml/coll/8816c275def45a52b710bf79a2ab5eb4d2134605");
    assertThat(sequence.getFilename()).isEqualTo("a.musicxml");
    assertThat(sequence.getCollectionName()).isEqualTo("coll");
    assertThat(sequence.getTicksPerQuarter()).isEqualTo(220);
    assertThat(sequence.getSourceInfo())
        .isEqualTo(
            SourceInfo.newBuilder()
                .setSourceType(SourceInfo.SourceType.SCORE_BASED)
                .setEncodingType(SourceInfo.EncodingType.MUSIC_XML)
                .setParser(SourceInfo.Parser.MAGENTA_MUSIC_XML)
                .build());
  }

  @Test
  void hasTitleAndCreatorsAndPartNames() {
    NoteSequence sequence =
        sequence(
            "<score-partwise><work><work-title>Süß</work-title></work><identification>"
                + "<creator type='composer'>A &amp; B</creator><creator/>"
                + "<creator type='lyricist'>C</creator></identification><part-list>"
                + "<score-part id='P1'><part-name>Flute</part-name></score-part></part-list>"
                + part("P1", QUARTER)
                + part("P2", QUARTER)
                + "</score-partwise>");

    assertThat(sequence.getSequenceMetadata().getTitle()).isEqualTo("Süß");
    assertThat(sequence.getSequenceMetadata().getComposersList()).containsExactly("A & B", "C");
    assertThat(sequence.getPartInfosList())
        .extracting(NoteSequence.PartInfo::getName)
        .containsExactly("Flute", "");
    assertThat(sequence.getPartInfos(1).getPart()).isEqualTo(1);
    assertThat(sequence.getNotes(1).getPart()).isEqualTo(1);
  }

  @Test
  void readsPartsWithinMeasures() {
    String timewise =
        "<score-timewise>"
            + "<measure number='1'><part id='P1'>"
            + note("C4", 1)
            + "</part>"
            + "<part id='P2'>"
            + note("E4", 1)
            + "</part></measure>"
            + "<measure number='2'><part id='P2'>"
            + note("F4", 1)
            + "</part>"
            + "<part id='P1'>"
            + note("D4", 1)
            + "</part></measure>"
            + "</score-timewise>";

    assertThat(sequence(timewise))
        .isEqualTo(
            sequence(
                scoreOfParts(
                    part("P1", note("C4", 1), note("D4", 1)),
                    part("P2", note("E4", 1), note("F4", 1)))));
  }

  static Stream<Arguments> textsInManyEncodings() {
    String title = "<work><work-title>Für</work-title></work>";
    String xml = "<score-partwise>" + title + part("P", QUARTER) + "</score-partwise>";
    return Stream.of(
        arguments("no declaration", xml.getBytes(UTF_8)),
        arguments("UTF-8", ("<?xml version='1.0' encoding='UTF-8'?>" + xml).getBytes(UTF_8)),
        arguments("UTF-8 with its mark", ("\uFEFF" + xml).getBytes(UTF_8)),
        arguments(
            "latin-1",
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"no\"?>\r\n" + xml)
                .getBytes(ISO_8859_1)),
        arguments("UTF-16", ("<?xml version='1.0' encoding='UTF-16'?>" + xml).getBytes(UTF_16)),
        arguments("UTF-16 reversed", ("\uFEFF" + xml).getBytes(UTF_16LE)),
        arguments("UTF-16 reversed, without its mark", xml.getBytes(UTF_16LE)),
        arguments(
            "UTF-16 no more", ("<?xml version='1.0' encoding='UTF-16'?>" + xml).getBytes(UTF_8)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("textsInManyEncodings")
  void readsItsEncoding(String name, byte[] content) {
    assertThat(sequence(content).getSequenceMetadata().getTitle()).isEqualTo("Für");
  }

  @Test
  void readsOverTheDocumentType() {
    String type =
        "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 3.0 Partwise//EN\""
            + " \"http://www.musicxml.org/dtds/partwise.dtd\" [<!ENTITY a 'b'>]>";

    assertThat(sequence("<?xml version='1.0'?>" + type + score(QUARTER)))
        .isEqualTo(sequence(score(QUARTER)));
  }

  @Test
  void readsElementsInANamespaceAndWithAPrefix() {
    String plain = score(QUARTER);

    assertThat(sequence(plain.replace("<score-partwise>", "<score-partwise xmlns='urn:m'>")))
        .isEqualTo(sequence(plain));
    assertThat(sequence(plain.replace("</", "</m:").replaceAll("<(?=[a-z])(?!/)", "<m:")))
        .isEqualTo(sequence(plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.xml", "a.MusicXML", "dir/a.MXL", "a.musicxml"})
  void convertsFilesOfItsNames(String filename) {
    List<Conversion> conversions =
        SourceConverter.convert(
            new SourceFile("coll", filename),
            score(QUARTER).getBytes(UTF_8),
            ConversionLimits.DEFAULTS);

    assertThat(SourceFormat.of(filename)).contains(SourceFormat.MUSICXML);
    assertThat(conversions).hasSize(1);
    assertThat(conversions.get(0).piece()).isEmpty();
  }

  @Test
  void takesAllVoicesOfAMeasureFromItsBeginning() {
    assertThat(
            notes(
                score(
                    COMMON + note("C5", 8, "<voice>1</voice>") + backup(8) + note("C4", 2),
                    note("E4", 2))))
        .as("the next measure begins where the longest voice ends")
        .containsExactly("72 0.0-2.0", "60 0.0-0.5", "64 2.0-2.5");
  }

  @Test
  void goesBackNoFurtherThanToTheBeginningOfTheMeasure() {
    assertThat(notes(score(COMMON + rest(8), note("C4", 8) + backup(100) + note("E4", 8))))
        .containsExactly("60 2.0-4.0", "64 2.0-4.0");
  }

  @Test
  void letsPartsMeetAtEveryMeasure() {
    assertThat(
            notes(
                scoreOfParts(
                    part("P1", COMMON + note("C4", 8), note("D4", 8)),
                    part("P2", COMMON + note("E4", 2), note("F4", 8)))))
        .containsExactly("60 0.0-2.0", "62 2.0-4.0", "64 0.0-0.5", "65 2.0-4.0");
  }

  @Test
  void playsAChordTogetherAndAsLongAsItsFirstNote() {
    assertThat(notes(score(note("C4", 2) + note("E4", 1, "<chord/>") + note("G4", 1))))
        .containsExactly("60 0.0-1.0", "64 0.0-1.0", "67 1.0-1.5");
  }

  @Test
  void joinsTiedNotes() {
    String xml =
        score(
            note("C4", 4, "<type>whole</type>", "<tie type='start'/>"),
            note("C4", 2, "<type>half</type>", "<tie type='stop'/>", "<tie type='start'/>")
                + note("C4", 1, "<type>quarter</type>", "<tie type='stop'/>")
                + note("C4", 1, "<type>quarter</type>"));

    assertThat(notes(xml)).containsExactly("60 0.0-3.5", "60 3.5-4.0");
    assertThat(sequence(xml).getNotes(0).getNumerator()).isEqualTo(7);
    assertThat(sequence(xml).getNotes(0).getDenominator()).isEqualTo(4);
  }

  @Test
  void joinsTheTiedNotesOfAChordOnly() {
    assertThat(
            notes(
                score(
                    note("C4", 1, "<tie type='start'/>")
                        + note("E4", 1, "<chord/>")
                        + note("C4", 1, "<tie type='stop'/>")
                        + note("E4", 1, "<chord/>", "<tie type='stop'/>"))))
        .as("nothing waits for the second E")
        .containsExactly("60 0.0-1.0", "64 0.0-0.5", "64 0.5-1.0");
  }

  @Test
  void joinsNoNotesThatDoNotMeet() {
    assertThat(
            notes(
                score(
                    note("C4", 1, "<tie type='start'/>")
                        + rest(1)
                        + note("C4", 1, "<tie type='stop'/>"))))
        .containsExactly("60 0.0-0.5", "60 1.0-1.5");
  }

  @Test
  void leavesOutGraceNotes() {
    String grace = "<note><grace/><pitch><step>D</step><octave>4</octave></pitch></note>";

    assertThat(notes(score(rest(2) + grace + note("C4", 2)))).containsExactly("60 1.0-2.0");
  }

  @Test
  void keepsSilenceForCueNotes() {
    assertThat(notes(score(note("C4", 1, "<cue/>") + note("E4", 1)))).containsExactly("64 0.5-1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "C,0,4,60",
    "B,1,4,72",
    "B,2,4,73",
    "C,-1,4,59",
    "C,-2,5,70",
    "A,0,-1,9",
    "G,0.5,9,127"
  })
  void leavesTheOctaveToTheStep(String step, String alter, int octave, int pitch) {
    String note =
        "<note><pitch><step>%s</step><alter>%s</alter><octave>%s</octave></pitch><duration>1</duration></note>"
            .formatted(step, alter, octave);

    assertThat(sequence(score(note)).getNotes(0).getPitch()).isEqualTo(pitch);
  }

  @ParameterizedTest
  @CsvSource({
    "eighth, 0, 1, 1, 1/8",
    "quarter, 1, 1, 1, 3/8",
    "half, 2, 1, 1, 7/8",
    "eighth, 0, 3, 2, 1/12",
    "1024th, 0, 1, 1, 1/1024",
    "maxima, 0, 1, 1, 8/1",
    "nothing, 0, 1, 1, 1/2"
  })
  void tellsTheValuesOfNotesAsDrawn(
      String type, int dots, int actual, int normal, String expected) {
    String drawn =
        "<type>%s</type>%s<time-modification><actual-notes>%s</actual-notes><normal-notes>%s</normal-notes></time-modification>"
            .formatted(type, "<dot/>".repeat(dots), actual, normal);
    NoteSequence.Note note = sequence(score(note("C4", 2, drawn))).getNotes(0);

    assertThat(note.getNumerator() + "/" + note.getDenominator()).isEqualTo(expected);
  }

  @Test
  void readsDurationsThatAreNotWhole() {
    assertThat(
            notes(
                score(
                    "<attributes><divisions>0.5</divisions></attributes>"
                        + note("C4", 1)
                        + "<forward><duration>0.25</duration></forward>"
                        + note("D4", 1))))
        .containsExactly("60 0.0-1.0", "62 1.25-2.25");
  }

  @Test
  void keepsTheDivisionsOfThePartBefore() {
    assertThat(notes(scoreOfParts(part("P1", COMMON + note("C4", 2)), part("P2", note("E4", 2)))))
        .containsExactly("60 0.0-0.5", "64 0.0-0.5");
  }

  @Test
  void isAsLongAsItsLastMeasure() {
    assertThat(sequence(score(COMMON + note("C4", 2) + forward(6), rest(8))).getTotalTime())
        .isEqualTo(4);
    assertThat(sequence(scoreOfParts()).getTotalTime()).isZero();
  }

  @Test
  void numbersVoicesThatHaveNames() {
    assertThat(
            sequence(score(note("C4", 1, "<voice>3</voice>") + note("C4", 1, "<voice>a</voice>")))
                .getNotesList())
        .extracting(NoteSequence.Note::getVoice)
        .containsExactly(3, 1);
  }
}
