package io.cantus.transforms.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.midi.MidiSummary.Instrument;
import io.cantus.transforms.midi.MidiSummary.KeySignature;
import io.cantus.transforms.midi.MidiSummary.Kind;
import io.cantus.transforms.midi.MidiSummary.Losses;
import io.cantus.transforms.midi.MidiSummary.Mode;
import io.cantus.transforms.midi.MidiSummary.Moment;
import io.cantus.transforms.midi.MidiSummary.Tempo;
import io.cantus.transforms.midi.MidiSummary.TimeSignature;
import io.cantus.transforms.midi.MidiSummary.Track;
import io.cantus.transforms.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MidiSummaryTest {
  private static final String END = "00ff2f00";

  @Test
  void aFileIsSummarisedTrackByTrack() {
    MidiSummary summary =
        MidiSummary.of(
            Smf.file(
                96,
                "00ff5103 07a120 00ff5804 03021808 00ff5902 ff01 60ff5103 0f4240" + END,
                "00ff0303 506e6f 00c005 00b00740 00903c50 60803c00 009948 40 60994800" + END));

    assertThat(summary.format()).isEqualTo(1);
    assertThat(summary.announcedTracks()).isEqualTo(2);
    assertThat(summary.division()).isEqualTo(96);
    assertThat(summary.tempos())
        .containsExactly(new Tempo(new Moment(0, 0), 120), new Tempo(new Moment(96, 0.5), 60));
    assertThat(summary.timeSignatures()).containsExactly(new TimeSignature(0, 3, 4));
    assertThat(summary.keySignatures()).containsExactly(new KeySignature(0, 2, Mode.MINOR));
    assertThat(summary.trailingBytes()).isZero();
    assertThat(summary.rejection()).isEmpty();
    assertThat(summary.tracks()).hasSize(2);
    Track notes = summary.tracks().get(1);
    assertThat(notes)
        .isEqualTo(
            new Track(
                List.of("Pno"),
                Map.of(
                    Kind.NOTE_ON, 3,
                    Kind.NOTE_OFF, 1,
                    Kind.CONTROL_CHANGE, 1,
                    Kind.PROGRAM_CHANGE, 1,
                    Kind.TEXT, 1,
                    Kind.END_OF_TRACK, 1),
                List.of(0, 9),
                List.of(
                    new Instrument(0, 0, 5, 1, 60, 60, 0, 0.5),
                    new Instrument(1, 9, 0, 1, 72, 72, 0.5, 1.5)),
                new Moment(0, 0),
                new Moment(192, 1.5),
                new Losses(0, 0, 0, 0, 0)));
    assertThat(notes.events().keySet()).first().isEqualTo(Kind.NOTE_ON);
    assertThat(notes.notes()).isEqualTo(2);
  }

  @Test
  void whatConversionLeavesOutIsCounted() {
    MidiSummary summary =
        MidiSummary.of(
            Smf.file(
                96,
                END,
                // A note that hangs, one without length, an end where nothing sounds, a meta event
                // that the reference does not know with 96 ticks, and a tempo in the second track.
                "00903c50 00904050 00804000 00804300 60ff6000 00ff5103 07a120" + END));

    assertThat(summary.tracks().get(1).losses()).isEqualTo(new Losses(1, 1, 1, 96, 1));
    assertThat(summary.tracks().get(1).end()).isEqualTo(new Moment(0, 0));
    assertThat(summary.tracks().get(0).losses()).isEqualTo(new Losses(0, 0, 0, 0, 0));
    assertThat(summary.tempos()).hasSize(1);
  }

  @Test
  void aTempoInTheFirstTrackIsNotLost() {
    assertThat(MidiSummary.of(Smf.file(96, "00ff5103 0f4240" + END)).tracks().get(0).losses())
        .isEqualTo(new Losses(0, 0, 0, 0, 0));
  }

  @Test
  void ofARefusedFileItTellsWhatCameBeforeTheFault() {
    byte[] whole = Smf.file(96, "00903c50 60803c00" + END, "00903c50 60803c00" + END);

    MidiSummary cut = MidiSummary.of(Arrays.copyOf(whole, whole.length - 1));
    MidiSummary damaged = MidiSummary.of(Smf.file(96, "00903c50 60803c00 00903cff" + END));

    assertThat(cut.rejection()).map(Rejection::reason).contains("track-cut-off");
    assertThat(cut.announcedTracks()).isEqualTo(2);
    assertThat(cut.tracks()).hasSize(1);
    assertThat(damaged.rejection()).map(Rejection::reason).contains("data-byte-over-127");
    assertThat(damaged.tracks()).hasSize(1);
    assertThat(damaged.tracks().get(0).notes()).isEqualTo(1);
    assertThat(damaged.trailingBytes()).isZero();
  }

  @Test
  void ofWhatIsNoMidiFileItTellsOnlyTheReason() {
    MidiSummary summary = MidiSummary.of("<html>".getBytes(StandardCharsets.UTF_8));

    assertThat(summary.rejection()).map(Rejection::reason).contains("no-midi-header");
    assertThat(summary.tracks()).isEmpty();
    assertThat(summary.format()).isEqualTo(-1);
  }

  @Test
  void bytesAfterTheLastTrackAreCounted() {
    byte[] midi = Smf.join(Smf.file(96, "00903c50 60803c00" + END), new byte[5]);

    assertThat(MidiSummary.of(midi).trailingBytes()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnabledIf(SharedCorpora.PRESENT)
  @ValueSource(strings = {"lakh", "odd", "jazzsoft"})
  void ofEveryFileItTellsWhatConversionMakesOfIt(String corpus) throws Exception {
    int converted = 0;
    for (Path path : SharedCorpora.files(corpus)) {
      byte[] midi = Files.readAllBytes(path);
      Outcome<NoteSequence> outcome = MidiConverter.convert(new SourceFile("c", "f.mid"), midi);
      MidiSummary summary = MidiSummary.of(midi);
      if (outcome instanceof Outcome.Produced<NoteSequence> produced) {
        NoteSequence sequence = produced.values().get(0);
        assertThat(summary.rejection()).as(path.toString()).isEmpty();
        assertThat(pitches(summary)).as(path.toString()).isEqualTo(pitches(sequence));
        assertThat(summary.tempos()).hasSize(sequence.getTemposCount());
        converted++;
      } else {
        assertThat(Outcome.rejected(summary.rejection().orElseThrow()))
            .as(path.toString())
            .isEqualTo(outcome);
      }
    }
    assertThat(converted).isPositive();
  }

  /** Of each instrument the number of notes and the pitches at both ends. */
  private static Map<Integer, List<Integer>> pitches(MidiSummary summary) {
    return summary.tracks().stream()
        .flatMap(track -> track.instruments().stream())
        .collect(
            Collectors.toMap(
                Instrument::number,
                one -> List.of(one.notes(), one.lowestPitch(), one.highestPitch())));
  }

  private static Map<Integer, List<Integer>> pitches(NoteSequence sequence) {
    Map<Integer, IntSummaryStatistics> byInstrument =
        sequence.getNotesList().stream()
            .collect(
                Collectors.groupingBy(
                    Note::getInstrument, Collectors.summarizingInt(Note::getPitch)));
    return byInstrument.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    List.of(
                        (int) entry.getValue().getCount(),
                        entry.getValue().getMin(),
                        entry.getValue().getMax())));
  }
}
