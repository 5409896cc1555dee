package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.file;
import static io.cantus.transforms.midi.Smf.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.ControlChange;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.PitchBend;
import io.cantus.proto.NoteSequence.SourceInfo;
import io.cantus.proto.NoteSequence.Tempo;
import io.cantus.proto.NoteSequence.TimeSignature;
import io.cantus.transforms.Outcome;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the events of a file mean. Division 480 and no tempo: 960 ticks are a second. */
final class MidiConverterTest {
  private static final SourceFile SOURCE = new SourceFile("coll", "sub/b.mid");

  private static NoteSequence convert(byte[] midi) {
    Outcome<NoteSequence> outcome = MidiConverter.convert(SOURCE, midi);
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<NoteSequence>) outcome).values().get(0);
  }

  private static NoteSequence track(String... events) {
    return convert(file(480, String.join(" ", events)));
  }

  private static List<String> notes(NoteSequence sequence) {
    return sequence.getNotesList().stream().map(MidiConverterTest::text).toList();
  }

  /** Pitch, velocity, start, end, instrument, program. */
  private static String text(Note note) {
    return String.format(
        Locale.ROOT,
        "%d v%d %s-%s i%d p%d%s",
        note.getPitch(),
        note.getVelocity(),
        note.getStartTime(),
        note.getEndTime(),
        note.getInstrument(),
        note.getProgram(),
        note.getIsDrum() ? " drum" : "");
  }

  @Test
  void aSmallFileBecomesANoteSequence() {
    NoteSequence sequence =
        convert(
            hex(
                "4d546864000000060001000201e0 4d54726b0000001b 00ff510307a120 8360ff51030927c0"
                    + "8360ff51030927c0 00ff2f00 4d54726b0000002c 00ff0303506e6f 00c005 00b00764"
                    + "00903c50 83603c00 003e5a 8170803e00 8170992446 8170992400 00ff2f00"));

    assertThat(sequence.getId())
        .isEqualTo("/id/midi/coll/72d9566bb2f4a56b78ab6051c312efca23ae1996");
    assertThat(sequence.getFilename()).isEqualTo("sub/b.mid");
    assertThat(sequence.getCollectionName()).isEqualTo("coll");
    assertThat(sequence.getTicksPerQuarter()).isEqualTo(480);
    assertThat(sequence.getTemposList())
        .extracting(Tempo::getTime, Tempo::getQpm)
        .containsExactly(tuple(0.0, 120.0), tuple(0.5, 100.0));
    assertThat(notes(sequence))
        .containsExactly(
            "60 v80 0.0-0.5 i0 p5", "62 v90 0.5-0.8 i0 p5", "36 v70 1.1-1.4 i1 p0 drum");
    assertThat(sequence.getTotalTime()).isEqualTo(1.4);
    assertThat(sequence.getControlChangesList())
        .containsExactly(
            ControlChange.newBuilder()
                .setControlNumber(7)
                .setControlValue(100)
                .setProgram(5)
                .build());
    assertThat(sequence.getInstrumentInfosList())
        .extracting(info -> info.getInstrument() + info.getName())
        .containsExactly("0Pno", "1Pno");
    assertThat(sequence.getSourceInfo())
        .isEqualTo(
            SourceInfo.newBuilder()
                .setEncodingType(SourceInfo.EncodingType.MIDI)
                .setParser(SourceInfo.Parser.PRETTY_MIDI)
                .build());
  }

  @Test
  void aNoteOffEndsAllEarlierNotesOfItsPitch() {
    NoteSequence sequence =
        track(
            "00 90 3c 50", // 60 on at 0
            "60 90 3c 5a", // 60 on at 96
            "60 80 3c 00", // 60 off at 192
            "00 90 40 40", // 64 on and off at 192
            "00 80 40 00",
            "60 90 41 46", // 65 on at 288
            "60 90 41 47", // 65 on at 384, kept by the off at 384
            "00 80 41 00",
            "60 80 41 00", // 65 off at 480
            "00 90 43 40"); // 67 on at 480, never off

    assertThat(notes(sequence))
        .containsExactly(
            "60 v80 0.0-0.2 i0 p0",
            "60 v90 0.1-0.2 i0 p0",
            "65 v70 0.3-0.4 i0 p0",
            "65 v71 0.4-0.5 i0 p0");
  }

  @Test
  void instrumentsOfAChannelShareTheControllersThatCameBeforeThem() {
    NoteSequence sequence =
        track(
            "00 b0 07 01",
            "00 90 3c 50",
            "81 70 c0 0a",
            "00 80 3c 00",
            "00 b0 07 02",
            "00 90 3d 50",
            "81 70 c0 14",
            "00 80 3d 00",
            "00 b0 07 03",
            "00 c0 0a",
            "00 b0 07 04");

    assertThat(notes(sequence)).containsExactly("60 v80 0.0-0.25 i0 p10", "61 v80 0.25-0.5 i1 p20");
    assertThat(sequence.getControlChangesList())
        .extracting(
            ControlChange::getInstrument, ControlChange::getProgram, ControlChange::getControlValue)
        .containsExactly(
            tuple(0, 10, 1),
            tuple(0, 10, 2),
            tuple(0, 10, 3),
            tuple(0, 10, 4),
            tuple(1, 20, 1),
            tuple(1, 20, 2),
            tuple(1, 20, 3),
            tuple(1, 20, 4));
  }

  @Test
  void controllersAreNotSharedIfTheFirstInstrumentWasThereBeforeThem() {
    NoteSequence sequence =
        track(
            "00 90 3c 50",
            "60 80 3c 00", // instrument 0
            "00 b0 07 01", // goes to it alone
            "00 c0 05",
            "00 b0 07 02", // waits for a program that has no instrument yet
            "00 90 3c 50",
            "60 80 3c 00", // instrument 1
            "00 c0 00",
            "00 b0 07 03");

    assertThat(sequence.getControlChangesList())
        .extracting(ControlChange::getInstrument, ControlChange::getControlValue)
        .containsExactly(tuple(0, 1), tuple(0, 3), tuple(1, 2));
  }

  @Test
  void controllersOfChannelsWithoutNotesAreLost() {
    NoteSequence sequence =
        convert(file(480, "00 b0 07 01 00 e1 00 00 00 91 3c 50 60 3c 00", "00 b1 07 02"));

    assertThat(sequence.getControlChangesList()).isEmpty();
    assertThat(sequence.getPitchBendsList())
        .containsExactly(PitchBend.newBuilder().setBend(-8192).build());
  }

  @ParameterizedTest
  @CsvSource({"00 00, -8192", "7f 7f, 8191", "00 40, 0", "01 40, 1", "00 41, 128"})
  void pitchBendsAreSignedAroundTheirCentre(String data, int bend) {
    NoteSequence sequence = track("00 90 3c 50 00 e0", data, "60 80 3c 00");

    assertThat(sequence.getPitchBendsList())
        .containsExactly(PitchBend.newBuilder().setBend(bend).build());
  }

  @Test
  void eventsAreGroupedByInstrumentAndNotSortedByTime() {
    NoteSequence sequence =
        track(
            "00 90 3c 50", // a long note of channel 0 that ends last
            "00 91 30 50",
            "60 91 30 00",
            "60 90 3d 50",
            "60 90 3d 00",
            "60 90 3c 00");

    assertThat(notes(sequence))
        .containsExactly("48 v80 0.0-0.1 i0 p0", "61 v80 0.2-0.3 i1 p0", "60 v80 0.0-0.4 i1 p0");
  }

  @Test
  void instrumentsAreCountedOverAllTracksAndProgramsAreForgottenWithATrack() {
    NoteSequence sequence =
        convert(
            file(
                480,
                "00 c0 07 00 90 3c 50 60 3c 00",
                "00 90 3e 50 60 3e 00",
                "00 99 24 50 00 c9 03 60 99 24 00 00 99 24 50 00 c9 04 60 99 24 00"));

    assertThat(notes(sequence))
        .containsExactly(
            "60 v80 0.0-0.1 i0 p7",
            "62 v80 0.0-0.1 i1 p0",
            "36 v80 0.0-0.1 i2 p3 drum",
            "36 v80 0.1-0.2 i3 p4 drum");
  }

  @Test
  void openNotesEndWithTheirTrack() {
    NoteSequence sequence = convert(file(480, "00 90 3c 50", "60 80 3c 00 00 90 3c 51 60 3c 00"));

    assertThat(notes(sequence)).containsExactly("60 v81 0.1-0.2 i0 p0");
  }

  @Test
  void aNoteOnOfVelocityZeroIsANoteOff() {
    assertThat(notes(track("00 90 3c 50 60 90 3c 00"))).containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void aNoteOffOfOtherChannelsOrPitchesEndsNothing() {
    assertThat(notes(track("00 90 3c 50 60 81 3c 00 00 80 3d 00 60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.2 i0 p0");
  }

  @Test
  void aFileWithoutNotesIsStillASequence() {
    NoteSequence sequence = track("00 ff 2f 00");

    assertThat(sequence.getNotesCount()).isZero();
    assertThat(sequence.getTotalTime()).isZero();
    assertThat(sequence.getTemposList()).containsExactly(Tempo.newBuilder().setQpm(120).build());
  }

  @Test
  void aNameCountsForTheInstrumentsCreatedAfterIt() {
    NoteSequence sequence =
        track(
            "00 90 3c 50 60 3c 00",
            "00 ff 03 03 41 e9 00", // A, e acute, NUL as Latin-1
            "00 91 3c 50 60 3c 00",
            "00 ff 03 00",
            "00 92 3c 50 60 3c 00");

    assertThat(sequence.getInstrumentInfosList())
        .extracting(info -> info.getInstrument() + info.getName())
        .containsExactly("1A\u00e9\u0000");
  }

  @Test
  void aNameIsForgottenWithItsTrack() {
    NoteSequence sequence = convert(file(480, "00 ff 03 01 41", "00 90 3c 50 60 3c 00"));

    assertThat(sequence.getInstrumentInfosList()).isEmpty();
  }

  @Test
  void temposAndSignaturesAreThoseOfTheFirstTrack() {
    String others = "00 ff 51 03 0f 42 40 00 ff 58 04 03 02 18 08 00 ff 59 02 02 00";
    NoteSequence sequence = convert(file(480, "00 ff 2f 00", others + "00 90 3c 50 60 3c 00"));

    assertThat(sequence.getTemposList()).extracting(Tempo::getQpm).containsExactly(120.0);
    assertThat(sequence.getTimeSignaturesList()).isEmpty();
    assertThat(sequence.getKeySignaturesList()).isEmpty();
    assertThat(notes(sequence)).containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void signaturesThatWouldRefuseAFileInTheFirstTrackAreHarmlessInOthers() {
    String others = "00 ff 51 03 00 00 00 00 ff 58 04 00 20 18 08";

    assertThat(notes(convert(file(480, "00 ff 2f 00", others + "00 90 3c 50 60 3c 00"))))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void signaturesKeepTheirOrderAndTheirDoubles() {
    NoteSequence sequence =
        track(
            "00 ff 58 04 06 03 18 08",
            "00 ff 58 05 02 1e 18 08 00", // 2^30, one byte too many
            "00 ff 59 02 00 00",
            "00 ff 59 02 00 00",
            "83 60 ff 59 02 f9 01");

    assertThat(sequence.getTimeSignaturesList())
        .extracting(TimeSignature::getNumerator, TimeSignature::getDenominator)
        .containsExactly(tuple(6, 8), tuple(2, 1 << 30));
    assertThat(sequence.getKeySignaturesList())
        .containsExactly(
            KeySignature.getDefaultInstance(),
            KeySignature.getDefaultInstance(),
            KeySignature.newBuilder()
                .setTime(0.5)
                .setKey(KeySignature.Key.A_FLAT)
                .setMode(KeySignature.Mode.MINOR)
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    // sharps as a byte, mode, key
    "f9, 00, B",
    "fa, 00, F_SHARP",
    "fb, 00, C_SHARP",
    "ff, 00, F",
    "00, 00, C",
    "01, 00, G",
    "07, 00, C_SHARP",
    "f9, 01, G_SHARP",
    "fa, 01, D_SHARP",
    "00, 01, A",
    "01, 01, E",
    "06, 01, D_SHARP",
    "07, 01, A_SHARP"
  })
  void keysAreThePitchClassOfTheTonic(String sharps, String mode, String key) {
    NoteSequence sequence = track("00 ff 59 02", sharps, mode);

    assertThat(sequence.getKeySignatures(0).getKeyValue())
        .isEqualTo(KeySignature.Key.valueOf(key).getNumber());
    assertThat(sequence.getKeySignatures(0).getModeValue()).isEqualTo(Integer.parseInt(mode));
  }

  @Test
  void timeRunsAtThePaceOfEachTempo() {
    NoteSequence sequence =
        track(
            "00 90 3c 50",
            "83 60 ff 51 03 0f 42 40", // a second a quarter, from 0.5 s on
            "83 60 ff 51 03 07 a1 20", // half a second, from 1.5 s on
            "83 60 80 3c 00");

    assertThat(notes(sequence)).containsExactly("60 v80 0.0-2.0 i0 p0");
    assertThat(sequence.getTemposList())
        .extracting(Tempo::getTime, Tempo::getQpm)
        .containsExactly(tuple(0.0, 120.0), tuple(0.5, 60.0), tuple(1.5, 120.0));
  }

  @Test
  void theLastTempoAtTickZeroIsTheFirstTempo() {
    assertThat(track("00 ff 51 03 0f 42 40 00 ff 51 03 07 a1 20").getTemposList())
        .containsExactly(Tempo.newBuilder().setQpm(120).build());
  }

  @Test
  void temposThatChangeNothingAreDroppedButTwoAtOneTickStay() {
    NoteSequence sequence =
        track(
            "60 ff 51 03 07 a1 20", // the default
            "60 ff 51 03 0f 42 40",
            "00 ff 51 03 07 a1 20");

    assertThat(sequence.getTemposList())
        .extracting(Tempo::getTime, Tempo::getQpm)
        .containsExactly(tuple(0.0, 120.0), tuple(0.2, 60.0), tuple(0.2, 120.0));
  }

  @ParameterizedTest
  @CsvSource({
    "480, 100.0",
    "96, 99.99999999999999",
    "192, 99.99999999999999",
    "220, 99.99999999999999",
    "384, 99.99999999999999"
  })
  void quarterNotesPerMinuteAreNotRound(int division, double qpm) {
    NoteSequence slow = convert(file(division, "00 ff 51 03 09 27 c0"));
    NoteSequence usual = convert(file(division, "00 ff 51 03 07 a1 20"));

    assertThat(slow.getTempos(0).getQpm()).isEqualTo(qpm);
    assertThat(usual.getTempos(0).getQpm()).isEqualTo(120.0);
  }

  @Test
  void theDefaultTempoIsNotExactlyItselfAtSomeDivisions() {
    assertThat(convert(file(49, "00 ff 2f 00")).getTempos(0).getQpm())
        .isNotEqualTo(120.0)
        .isEqualTo(60.0 / (60.0 / (120.0 * 49) * 49));
  }

  @Test
  void unknownMetaEventsLoseTheirDeltaTime() {
    String unknown = "60 ff 08 01 41";
    String known = "60 ff 09 01 41";

    assertThat(notes(track("00 90 3c 50", unknown, "60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
    assertThat(notes(track("00 90 3c 50", known, "60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.2 i0 p0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "0a", "0f", "10", "2e", "4b", "60", "7e", "80", "ff"})
  void anUnknownMetaEventMayComeAtAnyTime(String type) {
    String far = "ff ff ff ff ff ff ff ff ff 7f ff" + type + "00";

    assertThat(notes(track("00 90 3c 50", far, "60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void theEndOfTrackEventDoesNotEndATrack() {
    assertThat(notes(track("00 90 3c 50 00 ff 2f 00 60 80 3c 00 00 ff 2f 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void metaEventsLeaveTheRunningStatusAlone() {
    assertThat(notes(track("00 90 3c 50 00 ff 01 01 41 60 3c 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void sysexSetsTheRunningStatusAndItsFirstDataByteIsDropped() {
    assertThat(
            notes(
                track(
                    "00 90 3c 50",
                    "00 f0 03 41 42 f7",
                    "30 55 02 43 f7", // 55 is dropped, 02 is the length
                    "30 80 3c 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f0 00",
        "f0 01 f7",
        "f0 02 f0 f7",
        "f7 03 f0 41 f7",
        "f1 7f",
        "f2 01 02",
        "f3 01",
        "f6",
        "f8",
        "fa",
        "fb",
        "fc",
        "fe",
        "f1 01 00 02",
        "f2 01 02 00 03 04",
        "a0 3c 40",
        "d0 40"
      })
  void messagesThatSayNothingOfNotesAreReadOver(String message) {
    assertThat(notes(track("00 90 3c 50 60", message, "60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.2 i0 p0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 00",
        "00 02 01 02",
        "00 05 01 02 03 04 05",
        "20 01 05",
        "21 00",
        "21 01 05",
        "2f 02 01 02",
        "54 05 60 3b 3b 00 63",
        "54 06 00 00 00 00 00 00",
        "7f 03 00 00 41",
        "58 04 00 20 00 00",
        "51 04 0f 42 40 00",
        "59 03 01 00 00"
      })
  void metaEventsWithinTheirBoundsAreReadOver(String meta) {
    assertThat(
            notes(convert(file(480, "00 ff 2f 00", "00 90 3c 50 60 ff " + meta + "60 80 3c 00"))))
        .containsExactly("60 v80 0.0-0.2 i0 p0");
  }

  @Test
  void variableLengthNumbersMayBeOfAnyLength() {
    assertThat(notes(track("00 90 3c 50 80 80 80 80 80 80 80 80 80 80 80 60 80 3c 00")))
        .containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 0xffff})
  void anyFormatIsRead(int format) {
    byte[] midi = file(480, "00 ff 51 03 0f 42 40", "00 90 3c 50 60 3c 00");
    midi[8] = (byte) (format >> 8);
    midi[9] = (byte) format;

    assertThat(notes(convert(midi))).containsExactly("60 v80 0.0-0.2 i0 p0");
  }

  @Test
  void theHeaderMayBeLongerAndAllAfterTheLastTrackIsIgnored() {
    byte[] midi =
        hex(
            "4d546864 00000008 0001 0001 01e0 beef"
                + "4d54726b 00000007 00903c50603c00 4d54726b 00000000 ff");

    assertThat(notes(convert(midi))).containsExactly("60 v80 0.0-0.1 i0 p0");
  }

  @Test
  void aFileOfTenBillionTicksCostsNothing() {
    // 9,999,999,999 ticks, the last that there may be, in a division that makes them few seconds
    NoteSequence sequence = convert(file(20_000, "00 90 3c 50 a5 a0 af c7 7f 80 3c 00"));

    assertThat(sequence.getNotes(0).getEndTime()).isEqualTo(9_999_999_999L * (60.0 / 2_400_000));
  }

  @Test
  void anSmpteDivisionIsKeptAsANegativeNumberIfNoNoteNeedsIt() {
    NoteSequence sequence = convert(file(0xe728, "00 90 3c 50 60 ff 51 03 0f 42 40"));

    assertThat(sequence.getTicksPerQuarter()).isEqualTo(-6360);
    assertThat(sequence.getTempos(1).getTime()).isNegative();
  }

  @Test
  void recordsAreWrittenAsTheGeneratedClassesWriteThem() throws Exception {
    byte[] midi =
        file(
            0xe728,
            "00 ff 59 02 00 00 00 ff 03 02 e9 00 00 c0 05 00 b0 00 00 00 e0 00 00 60 ff 01 00",
            "00 ff 2f 00");
    byte[] notes = file(1, "00 90 00 01 00 b0 00 00 00 e0 00 00 01 80 00 00");
    for (byte[] file : List.of(midi, notes)) {
      Outcome<byte[]> outcome =
          MidiConverter.convertToRecord(SOURCE, file, ConversionLimits.DEFAULTS);

      byte[] record = ((Outcome.Produced<byte[]>) outcome).values().get(0);
      assertThat(record).isEqualTo(NoteSequence.parseFrom(record).toByteArray());
      assertThat(NoteSequence.parseFrom(record)).isEqualTo(convert(file));
    }
  }
}
