package io.cantus.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import io.cantus.transforms.midi.MidiWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrimerTest {
  @Test
  void readsListsAndTuplesAsPythonWritesThem() {
    assertThat(EventListParser.parse("[60]")).containsExactly(60);
    assertThat(EventListParser.parse("[]")).isEmpty();
    assertThat(EventListParser.parse("(60,)")).containsExactly(60);
    assertThat(EventListParser.parse(" [ 60 ,-2,\t- 1, +127, 0, ] "))
        .containsExactly(60, -2, -1, 127, 0);
    assertThat(EventListParser.parse("[" + "1,".repeat(100) + "]")).hasSize(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|a list in brackets at character 1, found the end",
        "60|a list in brackets at character 1, found '6'",
        "[60|',' or ']' at character 4, found the end",
        "[60 62]|',' or ']' at character 5, found '6'",
        "[60)|',' or ']' at character 4, found ')'",
        "[60, x]|a whole number at character 6, found 'x'",
        "[60,,62]|a whole number at character 5, found ','",
        "[60, 62.5]|a whole number at character 6, found '6'",
        "[60, 6e1]|a whole number at character 6, found '6'",
        "[,]|a whole number at character 2, found ','",
        "[60] 62|nothing more at character 6, found '6'",
        "[60, -]|a whole number at character 6, found '-'",
      })
  void saysWhereAListIsMalformed(String text, String what) {
    assertThatThrownBy(() -> Primer.melody(text, 120))
        .isInstanceOf(UsageException.class)
        .hasMessage("primer_melody: expected " + what + "; write a list such as [60, -2, 62, -1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "-3", "99999999999999999999", "-0"})
  void refusesWhatIsNoEvent(String event) {
    assertThatThrownBy(() -> Primer.melody("[60, " + event + "]", 120))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "primer_melody: "
                + event
                + " at character 6 is no event;"
                + " events are -2 (no event), -1 (note off) and the pitches 0 to 127");
  }

  @Test
  void laysEventsOnStepsOfTheTempo() {
    Primer primer = Primer.melody("[-1, 60, -2, 62, -1, -2]", 100);
    assertThat(primer.qpm()).isEqualTo(100);
    assertThat(primer.sequence().getTempos(0).getQpm()).isEqualTo(100);
    double step = 60.0 / 100 / 4;
    assertThat(primer.sequence().getNotesList())
        .containsExactly(note(60, step, 3 * step), note(62, 3 * step, 4 * step));
    assertThat(primer.sequence().getTotalTime()).isEqualTo(4 * step);
  }

  @Test
  void isAMiddleCIfNothingElse() {
    assertThat(Primer.middleC(0).qpm()).isEqualTo(120);
    assertThat(Primer.middleC(0).sequence().getNotesList()).containsExactly(note(60, 0, 0.125));
  }

  @Test
  void takesTheTempoOfAMidiFileBeforeTheOption() {
    byte[] midi = MidiWriter.write(sequence(note(64, 0, 0.5)).addTempos(tempo(0, 90)).build());
    Primer primer = Primer.midi(midi, "p.mid", 77);
    assertThat(primer.qpm()).isBetween(89.99, 90.01);
    assertThat(primer.sequence().getNotesList()).extracting(Note::getPitch).containsExactly(64);
  }

  @Test
  void refusesWhatIsNoMidiFile() {
    assertThatThrownBy(() -> Primer.midi("RIFF".getBytes(StandardCharsets.US_ASCII), "p.mid", 120))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("p.mid: cannot be read as MIDI: ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-120, 3.5, 6.1e7, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesTemposThatNoMidiFileHolds(double qpm) {
    assertThatThrownBy(() -> Primer.middleC(qpm))
        .isInstanceOf(UsageException.class)
        .hasMessage("qpm is " + qpm + "; a MIDI file can hold tempos from 3.58 to 60000000");
  }

  static Note note(int pitch, double start, double end) {
    return Note.newBuilder()
        .setPitch(pitch)
        .setVelocity(100)
        .setStartTime(start)
        .setEndTime(end)
        .build();
  }

  static NoteSequence.Tempo tempo(double time, double qpm) {
    return NoteSequence.Tempo.newBuilder().setTime(time).setQpm(qpm).build();
  }

  static NoteSequence.Builder sequence(Note... notes) {
    return NoteSequence.newBuilder().setTicksPerQuarter(220).addAllNotes(List.of(notes));
  }
}
