package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.ControlChange;
import io.cantus.proto.NoteSequence.InstrumentInfo;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.PitchBend;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.SharedCorpora;
import io.cantus.transforms.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MidiWriterTest {
  private static final SourceFile SOURCE = new SourceFile("", "");
  private static final String HEADER = "4d546864 00000006 0001";

  private static NoteSequence.Builder sequence(double qpm) {
    return NoteSequence.newBuilder()
        .setTicksPerQuarter(220)
        .addTempos(Tempo.newBuilder().setQpm(qpm));
  }

  private static Note.Builder note(int pitch, double start, double end) {
    return Note.newBuilder().setPitch(pitch).setVelocity(100).setStartTime(start).setEndTime(end);
  }

  private static NoteSequence read(byte[] midi) {
    Outcome<NoteSequence> outcome = MidiConverter.convert(SOURCE, midi);
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<NoteSequence>) outcome).values().get(0);
  }

  @Test
  void aMelodyIsWrittenAsMagentaWritesIt() {
    double step = 60.0 / 100 / 4;
    NoteSequence melody =
        sequence(100)
            .addNotes(note(60, 0, 2 * step))
            .addNotes(note(60, 2 * step, 3 * step))
            .build();

    assertThat(MidiWriter.write(melody))
        .isEqualTo(
            hex(
                HEADER
                    + "0002 00dc 4d54726b 00000013 00ff51030927c0 00ff580404021808 01ff2f00"
                    + "4d54726b 00000014 00c000 00903c64 6e3c00 003c64 373c00 01ff2f00"));
  }

  @Test
  void anEmptySequenceHasTheTrackOfTheFirstInstrument() {
    assertThat(MidiWriter.write(NoteSequence.getDefaultInstance()))
        .isEqualTo(
            hex(
                HEADER
                    + "0002 00dc 4d54726b 00000013 00ff510307a120 00ff580404021808 01ff2f00"
                    + "4d54726b 00000007 00c000 01ff2f00"));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 500000",
    "100, 600000",
    "90, 666666",
    "140, 428571",
    "97, 618556",
    "64, 937499",
    "16, 3749999",
    "32, 1874999",
    "128, 468749",
    "256, 234374"
  })
  void microsecondsPerQuarterAreCutOff(double qpm, int micros) {
    byte[] midi = MidiWriter.write(sequence(qpm).build());

    assertThat((midi[26] & 0xff) << 16 | (midi[27] & 0xff) << 8 | (midi[28] & 0xff))
        .isEqualTo(micros);
  }

  @Test
  void everythingThatAMidiFileCanHoldComesBack() {
    NoteSequence.Builder sequence =
        NoteSequence.newBuilder()
            .setTicksPerQuarter(480)
            .addTimeSignatures(TimeSignature.newBuilder().setNumerator(3).setDenominator(4))
            .addTimeSignatures(
                TimeSignature.newBuilder().setTime(1.5).setNumerator(6).setDenominator(8))
            .addKeySignatures(
                KeySignature.newBuilder()
                    .setKey(KeySignature.Key.E_FLAT)
                    .setMode(KeySignature.Mode.MINOR))
            .addKeySignatures(
                KeySignature.newBuilder().setTime(1.5).setKey(KeySignature.Key.F_SHARP))
            .addTempos(Tempo.newBuilder().setQpm(120))
            .addTempos(Tempo.newBuilder().setTime(1.5).setQpm(60))
            .addTempos(Tempo.newBuilder().setTime(2.5).setQpm(240))
            .addNotes(note(60, 0, 1.5).setProgram(5))
            .addNotes(note(60, 1.5, 2).setProgram(5).setVelocity(1))
            .addNotes(note(64, 0.25, 3).setProgram(5).setVelocity(127))
            .addNotes(note(36, 0, 0.5).setInstrument(1).setProgram(3).setIsDrum(true))
            .addNotes(note(0, 2.75, 3.25).setInstrument(2).setProgram(127))
            .addPitchBends(PitchBend.newBuilder().setProgram(5).setBend(-8192))
            .addPitchBends(PitchBend.newBuilder().setTime(2).setProgram(5).setBend(8191))
            .addControlChanges(
                ControlChange.newBuilder()
                    .setTime(0.5)
                    .setControlNumber(64)
                    .setControlValue(127)
                    .setInstrument(2)
                    .setProgram(127))
            .addInstrumentInfos(InstrumentInfo.newBuilder().setName("Pno \u00e9"))
            .addInstrumentInfos(InstrumentInfo.newBuilder().setInstrument(2).setName("Solo"));

    NoteSequence back = read(MidiWriter.write(sequence.build()));

    assertThat(back.getTicksPerQuarter()).isEqualTo(480);
    assertThat(back.getTemposList()).isEqualTo(sequence.getTemposList());
    assertThat(back.getTimeSignaturesList()).isEqualTo(sequence.getTimeSignaturesList());
    assertThat(back.getKeySignaturesList()).isEqualTo(sequence.getKeySignaturesList());
    assertThat(back.getNotesList()).isEqualTo(sequence.getNotesList());
    assertThat(back.getPitchBendsList()).isEqualTo(sequence.getPitchBendsList());
    assertThat(back.getControlChangesList()).isEqualTo(sequence.getControlChangesList());
    assertThat(back.getInstrumentInfosList()).isEqualTo(sequence.getInstrumentInfosList());
    assertThat(back.getTotalTime()).isEqualTo(3.25);
  }

  @Test
  void everyKeyComesBack() {
    NoteSequence.Builder sequence = sequence(120);
    for (int key = 0; key < 12; key++) {
      sequence.addKeySignatures(KeySignature.newBuilder().setKeyValue(key));
      sequence.addKeySignatures(
          KeySignature.newBuilder().setKeyValue(key).setMode(KeySignature.Mode.MINOR));
    }

    assertThat(read(MidiWriter.write(sequence.build())).getKeySignaturesList())
        .isEqualTo(sequence.getKeySignaturesList());
  }

  @Test
  void channelsGoRoundPastTheDrumsAndTracksKeepTheInstrumentsApart() {
    NoteSequence.Builder sequence = sequence(120);
    for (int instrument = 0; instrument < 20; instrument++) {
      sequence.addNotes(
          note(60, 0, 0.5)
              .setInstrument(instrument)
              .setProgram(instrument)
              .setIsDrum(instrument == 3));
    }
    byte[] midi = MidiWriter.write(sequence.build());

    assertThat(read(midi).getNotesList()).isEqualTo(sequence.getNotesList());
    // Each track of an instrument begins with its program change, after 14 + 27 bytes.
    StringBuilder channels = new StringBuilder();
    for (int at = 14 + 27; at < midi.length; at += 8 + 3 + 4 + 4 + 4) {
      channels.append(Integer.toHexString(midi[at + 9] & 0x0f));
    }
    assertThat(channels).hasToString("012945678abcdef01234");
  }

  @Test
  void withinATickNotesEndBeforeTheyBeginAgainAndControllersComeFirst() {
    NoteSequence sequence =
        sequence(120)
            .addNotes(note(62, 0.5, 1))
            .addNotes(note(60, 0, 0.5))
            .addNotes(note(60, 0.5, 1))
            .addControlChanges(ControlChange.newBuilder().setTime(0.5).setControlNumber(7))
            .addPitchBends(PitchBend.newBuilder().setTime(0.5))
            .build();

    assertThat(MidiWriter.write(sequence))
        .endsWith(
            hex(
                "00c000 00903c64"
                    + "815ce00040 00b00700 00903c00 003c64 003e64" // tick 220
                    + "815c3c00 003e00 01ff2f00"));
  }

  @ParameterizedTest
  @CsvSource({
    // ticks of a quarter of half a second / 220, and the even neighbour of the halves
    "0.5, 0",
    "1.5, 2",
    "2.5, 2",
    "2.49, 2",
    "2.51, 3"
  })
  void timesAreRoundedToTheNearestTickAndHalvesToTheEven(double ticks, int tick) {
    double time = ticks * (60.0 / (120.0 * 220));
    NoteSequence sequence = sequence(120).addNotes(note(60, time, 1)).build();

    assertThat(read(MidiWriter.write(sequence)).getNotes(0).getStartTime())
        .isEqualTo(tick * (60.0 / (120.0 * 220)));
  }

  @Test
  void aNoteLastsATickAtLeast() {
    NoteSequence back = read(MidiWriter.write(sequence(120).addNotes(note(60, 1, 1)).build()));

    assertThat(back.getNotesCount()).isOne();
    assertThat(back.getNotes(0).getEndTime()).isCloseTo(1 + 60.0 / (120.0 * 220), within(1e-12));
  }

  @Test
  void silentNotesAreLeftOut() {
    NoteSequence sequence =
        sequence(120).addNotes(note(60, 0, 2)).addNotes(note(60, 1, 2).setVelocity(0)).build();

    assertThat(read(MidiWriter.write(sequence)).getNotesList())
        .containsExactly(sequence.getNotes(0));
  }

  @Test
  void temposMayComeInAnyOrderAndTheLastOfATimeCounts() {
    NoteSequence sequence =
        NoteSequence.newBuilder()
            .setTicksPerQuarter(480)
            .addTempos(Tempo.newBuilder().setTime(1).setQpm(60))
            .addTempos(Tempo.newBuilder().setQpm(100))
            .addTempos(Tempo.newBuilder().setQpm(120))
            .addNotes(note(60, 0, 3))
            .build();

    NoteSequence back = read(MidiWriter.write(sequence));

    assertThat(back.getTemposList()).containsExactly(sequence.getTempos(2), sequence.getTempos(0));
    assertThat(back.getNotesList()).isEqualTo(sequence.getNotesList());
  }

  static Stream<Arguments> sequencesThatNoMidiFileCanHold() {
    NoteSequence.Builder good = sequence(120);
    return Stream.of(
            Map.entry("pitch 128", good.clone().addNotes(note(128, 0, 1))),
            Map.entry("velocity 128", good.clone().addNotes(note(60, 0, 1).setVelocity(128))),
            Map.entry("program 200", good.clone().addNotes(note(60, 0, 1).setProgram(200))),
            Map.entry("-1.0 seconds", good.clone().addNotes(note(60, -1, 1))),
            Map.entry("NaN seconds", good.clone().addNotes(note(60, 0, Double.NaN))),
            Map.entry("microseconds per quarter note 20000000", sequence(3)),
            Map.entry("0.0 quarter notes per minute", sequence(0)),
            Map.entry("ticks per quarter note -6360", good.clone().setTicksPerQuarter(-6360)),
            Map.entry(
                "4/5",
                good.clone()
                    .addTimeSignatures(
                        TimeSignature.newBuilder().setNumerator(4).setDenominator(5))),
            Map.entry(
                "beats of a meter 256",
                good.clone()
                    .addTimeSignatures(
                        TimeSignature.newBuilder().setNumerator(256).setDenominator(4))),
            Map.entry(
                "pitch bend 8192",
                good.clone().addPitchBends(PitchBend.newBuilder().setBend(8192))))
        .map(entry -> Arguments.arguments(entry.getKey(), entry.getValue().build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void sequencesThatNoMidiFileCanHold(String named, NoteSequence sequence) {
    assertThatThrownBy(() -> MidiWriter.write(sequence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "beam", "offset", "ties", "meter"})
  @EnabledIf(SharedCorpora.PRESENT)
  void generatedMelodiesAreTheReferencesFiles(String name) throws IOException {
    String cases = Files.readString(SharedCorpora.golden("generation/cases.json"), UTF_8);
    String expected = find(cases, "\"name\": \"" + name + "\".*?\"expected\": \\{(.*?)\"margins\"");
    double qpm = Double.parseDouble(find(expected, "\"qpm\": ([^,]+),"));
    NoteSequence.Builder sequence = sequence(qpm);
    Matcher triples =
        Pattern.compile("\\[(\\d+), ([^,\\]]+), ([^,\\]]+)\\]")
            .matcher(find(expected, "\"notes\": \\[(.*?\\])\\s*\\]"));
    for (MatchResult triple : triples.results().toList()) {
      sequence.addNotes(
          note(
              Integer.parseInt(triple.group(1)),
              Double.parseDouble(triple.group(2)),
              Double.parseDouble(triple.group(3))));
    }

    assertThat(sequence.getNotesCount()).isGreaterThan(20);
    assertThat(MidiWriter.write(sequence.build()))
        .isEqualTo(Files.readAllBytes(SharedCorpora.golden("generation/" + name + ".mid")));
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lakh", "freedoom", "groove"})
  @EnabledIf(SharedCorpora.PRESENT)
  void realFilesComeBack(String corpus) throws IOException {
    for (Path path : SharedCorpora.files(corpus)) {
      Outcome<NoteSequence> outcome = MidiConverter.convert(SOURCE, Files.readAllBytes(path));
      if (!(outcome instanceof Outcome.Produced<NoteSequence> produced)) {
        continue;
      }
      NoteSequence sequence = withoutOverlaps(produced.values().get(0));

      NoteSequence back = read(MidiWriter.write(sequence));

      List<Note> before = sorted(sequence);
      List<Note> after = sorted(back);
      assertThat(after).as("notes of %s", path).hasSameSizeAs(before);
      // A tempo is cut to whole microseconds a quarter, at worst two from some 200,000.
      double tolerance = 1e-5 * sequence.getTotalTime();
      for (int i = 0; i < before.size(); i++) {
        assertThat(withoutTimes(after.get(i)))
            .as("note %d of %s", i, path)
            .isEqualTo(withoutTimes(before.get(i)));
        assertThat(after.get(i).getStartTime())
            .as("note %d of %s", i, path)
            .isCloseTo(before.get(i).getStartTime(), within(tolerance));
        assertThat(after.get(i).getEndTime())
            .as("note %d of %s", i, path)
            .isCloseTo(before.get(i).getEndTime(), within(tolerance));
      }
    }
  }

  /** Without the notes that sound together with another of their pitch: an off would end both. */
  private static NoteSequence withoutOverlaps(NoteSequence sequence) {
    Map<Integer, Double> ends = new HashMap<>();
    NoteSequence.Builder result = sequence.toBuilder().clearNotes();
    sequence.getNotesList().stream()
        .sorted(Comparator.comparingDouble(Note::getStartTime))
        .forEach(
            note -> {
              int key = note.getInstrument() << 7 | note.getPitch();
              if (note.getStartTime() >= ends.getOrDefault(key, 0.0)) {
                ends.put(key, note.getEndTime());
                result.addNotes(note);
              }
            });
    return result.build();
  }

  /** By instrument and pitch; the notes of one key, of which none overlap, in order of time. */
  private static List<Note> sorted(NoteSequence sequence) {
    return sequence.getNotesList().stream()
        .sorted(
            Comparator.comparingInt(Note::getInstrument)
                .thenComparingInt(Note::getPitch)
                .thenComparingDouble(Note::getStartTime))
        .toList();
  }

  private static Note withoutTimes(Note note) {
    return note.toBuilder().clearStartTime().clearEndTime().build();
  }
}
