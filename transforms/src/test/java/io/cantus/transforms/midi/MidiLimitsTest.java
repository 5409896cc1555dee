package io.cantus.transforms.midi;

import static io.cantus.transforms.midi.Smf.FIRST_EVENT;
import static io.cantus.transforms.midi.Smf.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.cantus.transforms.Outcome;
import io.cantus.transforms.Rejection;
import io.cantus.transforms.source.ConversionLimits;
import io.cantus.transforms.source.SourceFile;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Every limit: what lies on it is converted, what lies over it is rejected with the figure. */
final class MidiLimitsTest {
  private static final SourceFile SOURCE = new SourceFile("coll", "a.mid");
  private static final ConversionLimits DEFAULTS = ConversionLimits.DEFAULTS;

  /** 960 ticks are a second: four notes, the last ends at tick 480. */
  private static final byte[] FOUR_NOTES =
      file(480, "00 90 3c 50 78 3c 00 00 3e 50 78 3e 00 00 40 50 78 40 00 00 41 50 78 41 00");

  private static ConversionLimits limits(long ticks, long notes, double seconds, long bytes) {
    return new ConversionLimits(DEFAULTS.maxFileBytes(), ticks, notes, seconds, bytes);
  }

  private static ConversionLimits fileBytes(long most) {
    return new ConversionLimits(
        most,
        DEFAULTS.maxTicks(),
        DEFAULTS.maxNotes(),
        DEFAULTS.maxSeconds(),
        DEFAULTS.maxOutputBytes());
  }

  private static ConversionLimits ticks(long most) {
    return limits(most, DEFAULTS.maxNotes(), DEFAULTS.maxSeconds(), DEFAULTS.maxOutputBytes());
  }

  private static ConversionLimits notes(long most) {
    return limits(DEFAULTS.maxTicks(), most, DEFAULTS.maxSeconds(), DEFAULTS.maxOutputBytes());
  }

  private static ConversionLimits seconds(double most) {
    return limits(DEFAULTS.maxTicks(), DEFAULTS.maxNotes(), most, DEFAULTS.maxOutputBytes());
  }

  private static ConversionLimits outputBytes(long most) {
    return limits(DEFAULTS.maxTicks(), DEFAULTS.maxNotes(), DEFAULTS.maxSeconds(), most);
  }

  /** Why the file is rejected; empty if it is converted. */
  private static Optional<Rejection> rejection(byte[] midi, ConversionLimits limits) {
    Outcome<byte[]> outcome = MidiConverter.convertToRecord(SOURCE, midi, limits);
    if (outcome instanceof Outcome.Rejected<byte[]> rejected) {
      return Optional.of(rejected.rejection());
    }
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return Optional.empty();
  }

  private static Rejection inTrack(String reason, String detail, long event) {
    return new Rejection(reason, detail, OptionalLong.of(FIRST_EVENT + event), OptionalInt.of(0));
  }

  @Test
  void bytesOfTheFile() {
    assertThat(rejection(FOUR_NOTES, fileBytes(FOUR_NOTES.length))).isEmpty();
    assertThat(rejection(FOUR_NOTES, fileBytes(46)))
        .contains(Rejection.of("file-too-large", "47 bytes, the limit is 46"));
  }

  @Test
  void ticksCountFromZeroToTheLastEvent() {
    assertThat(rejection(FOUR_NOTES, ticks(481))).isEmpty();
    assertThat(rejection(FOUR_NOTES, ticks(480)))
        .contains(inTrack("too-many-ticks", "481 ticks, the limit is 480", 22));
  }

  @Test
  void ticksAreLimitedWhateverTheLimit() {
    String longest = "a0 80 80 80 80 00 90 3c 50"; // 2^40
    assertThat(rejection(file(480, longest), ticks(Long.MAX_VALUE)))
        .contains(inTrack("too-many-ticks", "1099511627777 ticks, the limit is 1099511627776", 0));
  }

  @Test
  void notesThatHaveEnded() {
    assertThat(rejection(FOUR_NOTES, notes(4))).isEmpty();
    assertThat(rejection(FOUR_NOTES, notes(3)))
        .contains(inTrack("too-many-notes", "4 notes, the limit is 3", 22));
  }

  @Test
  void notesThatSoundTogetherEvenIfNoneEverEnds() {
    byte[] midi = file(480, "00 90 3c 50 00 3d 50 00 3e 50");

    assertThat(rejection(midi, notes(3))).isEmpty();
    assertThat(rejection(midi, notes(2)))
        .contains(inTrack("too-many-notes", "3 notes, the limit is 2", 7));
  }

  @Test
  void secondsUntilTheLastNoteEnds() {
    assertThat(rejection(FOUR_NOTES, seconds(0.5))).isEmpty();
    assertThat(rejection(FOUR_NOTES, seconds(0.4)))
        .contains(inTrack("too-long", "0.5 seconds, the limit is 0.4", 22));
  }

  @Test
  void bytesOfTheNoteSequence() {
    Outcome<byte[]> outcome = MidiConverter.convertToRecord(SOURCE, FOUR_NOTES, DEFAULTS);
    int size = ((Outcome.Produced<byte[]>) outcome).values().get(0).length;

    assertThat(rejection(FOUR_NOTES, outputBytes(size))).isEmpty();
    assertThat(rejection(FOUR_NOTES, outputBytes(size - 1)))
        .contains(
            Rejection.of(
                "sequence-too-large",
                "a NoteSequence of %d bytes, the limit is %d".formatted(size, size - 1)));
  }

  @Test
  void bytesOfEventsThatNoInstrumentTakes() {
    // No note, so that nothing of them would be in the NoteSequence.
    // They take 16 bytes of memory each, of which every file may have a megabyte.
    int most = (1 << 20) / 16;
    byte[] midi = file(480, "00 b0 07 01" + "00 07 02".repeat(most - 1));
    byte[] more = file(480, "00 b0 07 01" + "00 07 02".repeat(most));

    assertThat(rejection(midi, outputBytes(1000))).isEmpty();
    assertThat(rejection(more, outputBytes(1000)))
        .contains(
            inTrack(
                "sequence-too-large",
                "the events so far take 1048592 bytes in memory, the limit is 1048576",
                4 + 3 * (most - 1)));
  }
}
