package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.FIRST_EVENT;
import static io.cantus.transforms.midi.Smf.file;
import static io.cantus.transforms.midi.Smf.header;
import static io.cantus.transforms.midi.Smf.hex;
import static io.cantus.transforms.midi.Smf.join;
import static io.cantus.transforms.midi.Smf.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a file can be refused, with its reason and its place. */
final class MidiRejectionTest {
  private static final SourceFile SOURCE = new SourceFile("coll", "a.mid");

  private static Rejection rejection(byte[] midi) {
    Outcome<byte[]> outcome =
        MidiConverter.convertToRecord(SOURCE, midi, ConversionLimits.DEFAULTS);
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    Rejection rejection = ((Outcome.Rejected<byte[]>) outcome).rejection();
    assertThat(MidiConverter.convert(SOURCE, midi)).isEqualTo(Outcome.rejected(rejection));
    return rejection;
  }

  static Stream<Arguments> filesWithBadFrames() {
    byte[] good = track(hex("00 ff 2f 00"));
    return Stream.of(
        arguments("empty file", new byte[0], "no-midi-header", 0),
        arguments("cut in its first chunk", hex("4d5468640000"), "no-midi-header", 0),
        arguments("RIFF", hex("52494646 00000000 524d4944"), "no-midi-header", 0),
        arguments(
            "one byte before the header",
            join(hex("00"), header(1, 1, 96), good),
            "no-midi-header",
            0),
        arguments("short header", hex("4d546864 00000005 0001 0001 60"), "header-too-short", 4),
        arguments("cut header", hex("4d546864 00000006 0001 0001 01"), "header-cut-off", 4),
        arguments("endless header", hex("4d546864 ffffffff 0001 0001 0060"), "header-cut-off", 4),
        arguments("no tracks", join(header(1, 0, 96), good), "no-tracks", 10),
        arguments("-1 tracks", join(header(1, -1, 96), good), "no-tracks", 10),
        arguments("-32768 tracks", join(header(1, 0x8000, 96), good), "no-tracks", 10),
        arguments("no division", join(header(1, 1, 0), good), "zero-division", 12));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void filesWithBadFrames(String what, byte[] midi, String reason, long offset) {
    Rejection rejection = rejection(midi);

    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.offset()).isEqualTo(OptionalLong.of(offset));
    assertThat(rejection.track()).isEmpty();
    assertThat(rejection.detail()).isNotBlank();
  }

  static Stream<Arguments> filesWithBadChunks() {
    byte[] good = track(hex("00 ff 2f 00"));
    return Stream.of(
        arguments(
            "fewer tracks than announced", join(header(1, 2, 96), good), "track-missing", 26, 1),
        arguments("no track", header(1, 1, 96), "track-missing", 14, 0),
        arguments(
            "alien chunk first",
            join(header(1, 1, 96), hex("58464948 00000000"), good),
            "no-track-header",
            14,
            0),
        arguments(
            "alien chunk between",
            join(header(1, 2, 96), good, hex("58464948 00000000"), good),
            "no-track-header",
            26,
            1),
        arguments(
            "track without a byte",
            join(header(1, 2, 96), good, track(new byte[0])),
            "empty-track",
            30,
            1),
        arguments(
            "track longer than the file",
            join(header(1, 1, 96), hex("4d54726b 00000005 00ff2f00")),
            "track-cut-off",
            18,
            0),
        arguments(
            "track of 4 GiB",
            join(header(1, 1, 96), hex("4d54726b ffffffff 00ff2f00")),
            "track-cut-off",
            18,
            0),
        arguments(
            "length cuts an event",
            join(header(1, 1, 96), hex("4d54726b 00000003 00ff2f00")),
            "event-past-end-of-track",
            22,
            0),
        arguments(
            "length ends early on a boundary",
            join(header(1, 2, 96), hex("4d54726b 00000004 00903c50 603c00 00ff2f00"), good),
            "no-track-header",
            26,
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void filesWithBadChunks(String what, byte[] midi, String reason, long offset, int track) {
    assertPlace(rejection(midi), reason, offset, track);
  }

  private static void assertPlace(Rejection rejection, String reason, long offset, int track) {
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.offset()).isEqualTo(OptionalLong.of(offset));
    assertThat(rejection.track()).isEqualTo(OptionalInt.of(track));
    assertThat(rejection.detail()).isNotBlank();
  }

  static Stream<Arguments> badEvents() {
    return Stream.of(
        // events of the track, reason, offset from the first of them
        arguments("00 3c 50", "running-status-without-status", 1),
        arguments("00 ff 01 00 00 3c 50", "running-status-without-status", 5),
        arguments("00 f4", "undefined-status", 1),
        arguments("00 f5", "undefined-status", 1),
        arguments("00 f9", "undefined-status", 1),
        arguments("00 fd", "undefined-status", 1),
        arguments("00 f8 00 01", "data-after-system-message", 3),
        arguments("00 fe 00 01", "data-after-system-message", 3),
        arguments("00 90 80 40", "data-byte-over-127", 2),
        arguments("00 90 3c 80", "data-byte-over-127", 3),
        arguments("00 90 3c 40 00 3c ff", "data-byte-over-127", 6),
        arguments("00 c0 ff", "data-byte-over-127", 2),
        arguments("00 f1 80", "data-byte-over-127", 2),
        arguments("00 f2 00 80", "data-byte-over-127", 3),
        arguments("00 f0 03 41 80 f7", "sysex-byte-over-127", 4),
        arguments("00 f0 03 f0 f0 f7", "sysex-byte-over-127", 4),
        arguments("00 f0 03 41 f7 f7", "sysex-byte-over-127", 4),
        arguments("00 f7 01 ff", "sysex-byte-over-127", 3),
        arguments("00 ff 01 bd 84 41", "message-too-long", 3),
        arguments("00 f0 ff ff ff ff ff ff ff ff ff 7f", "message-too-long", 2),
        arguments("00 ff 01 bd 84 40", "event-past-end-of-track", 0),
        arguments("00 ff 01 02 41", "event-past-end-of-track", 0),
        arguments("00 f0 02 41", "event-past-end-of-track", 0),
        arguments("00 90 3c 40 00 90 3c", "event-past-end-of-track", 4),
        arguments("00 90 3c 40 00 90", "event-past-end-of-track", 4),
        arguments("00 90 3c 40 00", "event-past-end-of-track", 4),
        arguments("00 90 3c 40 81", "event-past-end-of-track", 4),
        arguments("00 ff", "event-past-end-of-track", 0),
        arguments("00 ff 01", "event-past-end-of-track", 0),
        arguments("00 ff 01 81", "event-past-end-of-track", 0),
        arguments("00 f2 01", "event-past-end-of-track", 0),
        arguments("00 ff 00 01 05", "meta-too-short", 0),
        arguments("00 ff 20 00", "meta-too-short", 0),
        arguments("00 ff 51 02 07 a1", "meta-too-short", 0),
        arguments("00 ff 54 04 00 00 00 00", "meta-too-short", 0),
        arguments("00 ff 58 03 04 02 18", "meta-too-short", 0),
        arguments("00 ff 59 01 00", "meta-too-short", 0),
        arguments("00 ff 54 05 80 00 00 00 00", "smpte-offset-out-of-range", 4),
        arguments("00 ff 54 05 00 3c 00 00 00", "smpte-offset-out-of-range", 5),
        arguments("00 ff 54 05 00 00 3c 00 00", "smpte-offset-out-of-range", 6),
        arguments("00 ff 54 05 00 00 00 00 64", "smpte-offset-out-of-range", 8),
        arguments("00 ff 59 02 08 00", "unknown-key-signature", 4),
        arguments("00 ff 59 02 f8 01", "unknown-key-signature", 4),
        arguments("00 ff 59 02 80 00", "unknown-key-signature", 4),
        arguments("00 ff 59 02 00 02", "unknown-key-signature", 4),
        arguments("00 ff 58 04 04 1d 18 08", "time-signature-denominator-out-of-range", 5),
        arguments("a5 a0 af c8 00 ff 2f 00", "too-many-ticks", 0),
        arguments("ff ff ff ff ff ff ff ff ff ff 7f 90 3c 40", "too-many-ticks", 0),
        arguments("a5 a0 af c7 7f 90 3c 40 01 ff 01 00", "too-many-ticks", 8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badEvents(String events, String reason, long offset) {
    assertPlace(rejection(file(480, events)), reason, FIRST_EVENT + offset, 0);

    String first = "00 ff 2f 00";
    long shift = 8 + 4;
    assertPlace(rejection(file(480, first, events)), reason, FIRST_EVENT + shift + offset, 1);
  }

  static Stream<Arguments> eventsThatAreBadInTheFirstTrack() {
    return Stream.of(
        arguments("00 ff 51 03 00 00 00", "zero-tempo", 4),
        arguments("00 ff 58 04 00 02 18 08", "time-signature-zero-numerator", 4),
        arguments("00 ff 58 04 04 20 18 08", "time-signature-denominator-out-of-range", 5),
        arguments("00 ff 58 04 04 ff 18 08", "time-signature-denominator-out-of-range", 5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void eventsThatAreBadInTheFirstTrack(String events, String reason, long offset) {
    assertPlace(rejection(file(480, events)), reason, FIRST_EVENT + offset, 0);

    assertThat(MidiConverter.convert(SOURCE, file(480, "00 ff 2f 00", events)))
        .isInstanceOf(Outcome.Produced.class);
  }

  /** The powers of two that mido's logarithm takes for none. */
  private static final List<Integer> REFUSED_POWERS =
      List.of(
          29, 31, 39, 47, 51, 55, 58, 59, 62, 78, 93, 94, 95, 101, 102, 109, 110, 116, 117, 118,
          124, 125, 141, 156, 171, 179, 186, 187, 188, 189, 190, 201, 202, 203, 204, 205, 217, 218,
          219, 220, 221, 232, 233, 234, 235, 236, 247, 248, 249, 250, 251);

  @Test
  void someDenominatorsAreRefusedInEveryTrackAndTheLargeInTheFirst() {
    List<Integer> inFirst =
        IntStream.range(0, 256).filter(power -> refusesDenominator(power, false)).boxed().toList();
    List<Integer> inSecond =
        IntStream.range(0, 256).filter(power -> refusesDenominator(power, true)).boxed().toList();

    assertThat(inSecond).isEqualTo(REFUSED_POWERS);
    assertThat(inFirst)
        .isEqualTo(IntStream.range(0, 256).filter(p -> p == 29 || p > 30).boxed().toList());
  }

  private static boolean refusesDenominator(int power, boolean second) {
    String events = "00 ff 58 04 04 " + HexFormat.of().toHexDigits((byte) power) + " 18 08";
    byte[] midi = second ? file(480, "00 ff 2f 00", events) : file(480, events);
    return MidiConverter.convertToRecord(SOURCE, midi, ConversionLimits.DEFAULTS)
        instanceof Outcome.Rejected<byte[]>;
  }

  @ParameterizedTest
  @ValueSource(ints = {0xe250, 0xe728, 0xe350, 0x8000, 0xffff})
  void notesOfAnSmpteDivisionWouldEndBeforeTheyBegin(int division) {
    Rejection rejection = rejection(file(division, "00 ff 2f 00", "00 90 3c 50 60 80 3c 00"));

    assertPlace(rejection, "note-ends-before-start", FIRST_EVENT + 12 + 4, 1);
  }

  @Test
  void everyCutOfAFileIsRefused() {
    byte[] midi =
        file(
            480,
            "00 ff 51 03 07 a1 20 00 ff 2f 00",
            "00 ff 03 01 41 00 c0 05 00 90 3c 50 60 3c 00 00 ff 2f 00");
    for (int length = 0; length < midi.length; length++) {
      assertThat(rejection(Arrays.copyOf(midi, length)).reason())
          .as("cut to %d bytes", length)
          .isIn("no-midi-header", "header-cut-off", "track-missing", "track-cut-off");
    }
    assertThat(MidiConverter.convert(SOURCE, midi)).isInstanceOf(Outcome.Produced.class);
  }

  @Test
  void noByteWhateverItsValueBreaksTheReader() {
    byte[] midi =
        file(
            480,
            "00 ff 51 03 07 a1 20 00 ff 58 04 03 02 18 08 00 ff 59 02 01 00 00 ff 2f 00",
            "00 ff 03 01 41 00 c0 05 00 90 3c 50 00 f0 02 41 f7 00 90 3d 40 60 3c 00 00 ff 2f 00");
    for (int at = 0; at < midi.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = midi.clone();
        changed[at] = (byte) value;
        assertThat(MidiConverter.convert(SOURCE, changed))
            .as("byte %d set to %d", at, value)
            .isNotInstanceOf(Outcome.Failed.class);
      }
    }
  }

  @Test
  void aRejectionReadsAsOneLine() {
    assertThat(rejection(file(480, "00 90 3c f0")))
        .hasToString("data-byte-over-127 at byte 25 in track 0: data byte 0xf0");
  }

  @Test
  void aBugIsFailedAndNotThrown() {
    assertThat(MidiConverter.convert(SOURCE, null)).isInstanceOf(Outcome.Failed.class);
    assertThat(MidiConverter.convertToRecord(SOURCE, null, ConversionLimits.DEFAULTS))
        .isInstanceOf(Outcome.Failed.class);
  }
}
