package io.cantus.transforms.musicxml;

import static io.cantus.transforms.musicxml.Scores.note;
import static io.cantus.transforms.musicxml.Scores.part;
import static io.cantus.transforms.musicxml.Scores.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence.Note;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What notes sound like. */
final class ScorePartTest {
  private static final String UNPITCHED =
      "<note><unpitched><display-step>C</display-step></unpitched><duration>1</duration>%s</note>";

  private static List<Note> notes(String partList, String... parts) {
    return sequence(
            "<score-partwise><part-list>%s</part-list>%s</score-partwise>"
                .formatted(partList, String.join("", parts)))
        .getNotesList();
  }

  private static String scorePart(String id, String... instruments) {
    return "<score-part id='%s'><part-name/>%s</score-part>"
        .formatted(id, String.join("", instruments));
  }

  private static String instrument(String id, String content) {
    return "<midi-instrument id='%s'>%s</midi-instrument>".formatted(id, content);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "41, 40", "128, 127", "0, 0", "129, 0"})
  void countsProgramsFromZero(int written, int program) {
    String instrument = instrument("I1", "<midi-program>" + written + "</midi-program>");

    assertThat(notes(scorePart("P1", instrument), part("P1", note("C4", 1))))
        .extracting(Note::getProgram)
        .containsExactly(program);
  }

  @Test
  void playsEachNoteOnItsOwnInstrument() {
    String scorePart =
        scorePart(
            "P1",
            instrument("Flute", "<midi-program>74</midi-program>"),
            instrument("Piccolo", "<midi-program>73</midi-program>"));

    assertThat(
            notes(
                scorePart,
                part(
                    "P1",
                    note("C4", 1, "<instrument id='Piccolo'/>"),
                    note("C4", 1, "<instrument id='Flute'/>"),
                    note("C4", 1))))
        .extracting(Note::getProgram)
        .containsExactly(72, 73, 73);
  }

  @Test
  void givesEachPartAnInstrumentOfItsOwn() {
    String first = scorePart("P1", instrument("A", "<midi-channel>2</midi-channel>"));
    String second = scorePart("P2", instrument("B", "<midi-channel>2</midi-channel>"));

    assertThat(
            notes(
                first + second,
                part("P1", note("C4", 1)),
                part("P2", note("C4", 1)),
                part("P3", note("C4", 1)),
                part("P4", note("C4", 1))))
        .extracting(Note::getInstrument)
        .containsExactly(2, 1, 0, 3);
  }

  @Test
  void playsUnpitchedNotesAsDrums() {
    String kit =
        scorePart(
            "P1",
            instrument(
                "Snare", "<midi-channel>10</midi-channel><midi-unpitched>39</midi-unpitched>"),
            instrument("Triangle", "<midi-channel>10</midi-channel>"));
    List<Note> notes =
        notes(
            kit,
            part(
                "P1",
                UNPITCHED.formatted("<instrument id='Snare'/>"),
                UNPITCHED.formatted("<instrument id='Triangle'/>"),
                UNPITCHED.formatted("")));

    assertThat(notes).extracting(Note::getPitch).containsExactly(38, 38);
    assertThat(notes).extracting(Note::getStartTime).containsExactly(0.0, 1.0);
    assertThat(notes).extracting(Note::getIsDrum).containsOnly(true);
    assertThat(notes(kit, part("P1", note("C4", 1))))
        .as("a note with a pitch is no drum")
        .extracting(Note::getIsDrum)
        .containsExactly(false);
  }

  @Test
  void takesLoudnessInPercentOfForte() {
    assertThat(
            notes(
                "",
                part(
                    "P1",
                    note("C4", 1),
                    "<direction><sound dynamics='100'/></direction>" + note("C4", 1),
                    note("C4", 1).replace("<note>", "<note dynamics='50'>"),
                    note("C4", 1),
                    "<sound dynamics='999'/>" + note("C4", 1),
                    "<sound dynamics='0'/>" + note("C4", 1)),
                part("P2", note("C4", 1))))
        .extracting(Note::getVelocity)
        .containsExactly(64, 90, 45, 90, 127, 1, 64);
  }
}
