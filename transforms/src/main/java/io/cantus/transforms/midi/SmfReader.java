package io.cantus.transforms.midi;

import io.cantus.transforms.source.ConversionLimits;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Reads a Standard MIDI File in one pass, accepting what mido 1.3.3 accepts and nothing else: any
 * damage refuses the whole file. Where mido is odd, so is this, since existing data sets depend on
 * it; each oddity has its comment.
 */
final class SmfReader {
  private static final int MTHD = 0x4d546864;
  private static final int MTRK = 0x4d54726b;
  private static final int CHUNK_HEADER = 8;
  private static final int MAX_MESSAGE_BYTES = 1_000_000;

  /**
   * Variable-length numbers may have any number of bytes; from here on they are all alike, so that
   * no limit on ticks can be higher.
   */
  private static final long SATURATED = 1L << 40;

  /** Memory that every file may take for its events, however small its NoteSequence must be. */
  private static final long SMALL_MEMORY = 1L << 20;

  /** The largest power of two that fits the int32 of a NoteSequence. */
  private static final int MAX_DENOMINATOR_POWER = 30;

  private static final BitSet REFUSED_DENOMINATOR_POWERS = refusedDenominatorPowers();

  private final byte[] midi;
  private final ConversionLimits limits;
  private final long maxTicks;
  private final long maxMemory;
  private final Function<Score, ScoreBuilder> newBuilder;
  private Score score;
  private ScoreBuilder builder;
  private int track;

  /** Data bytes of the sysex or meta event being read. */
  private int length;

  private SmfReader(
      byte[] midi, ConversionLimits limits, Function<Score, ScoreBuilder> newBuilder) {
    this.midi = midi;
    this.limits = limits;
    this.newBuilder = newBuilder;
    maxTicks = Math.min(limits.maxTicks(), SATURATED);
    maxMemory = Math.max(limits.maxOutputBytes(), SMALL_MEMORY);
  }

  static Score read(byte[] midi, ConversionLimits limits) throws MalformedMidiException {
    return read(midi, limits, ScoreBuilder::new);
  }

  /** Reads a file for a builder that wants to know more. */
  static Score read(byte[] midi, ConversionLimits limits, Function<Score, ScoreBuilder> newBuilder)
      throws MalformedMidiException {
    return new SmfReader(midi, limits, newBuilder).readFile();
  }

  private Score readFile() throws MalformedMidiException {
    if (midi.length < CHUNK_HEADER || int32(0) != MTHD) {
      throw new MalformedMidiException(
          "no-midi-header",
          0,
          midi.length == 0 ? "the file is empty" : "the file does not begin with an MThd chunk");
    }
    long headerLength = int32(4) & 0xffffffffL;
    if (headerLength < 6) {
      throw new MalformedMidiException(
          "header-too-short", 4, "the header has %d bytes, not 6".formatted(headerLength));
    }
    if (headerLength > midi.length - CHUNK_HEADER) {
      throw new MalformedMidiException(
          "header-cut-off",
          4,
          "the header has %d bytes, the file only %d more"
              .formatted(headerLength, midi.length - CHUNK_HEADER));
    }
    int tracks = int16(10);
    if (tracks < 1) {
      throw new MalformedMidiException(
          "no-tracks", 10, "the header counts %d tracks".formatted(tracks));
    }
    int division = int16(12);
    if (division == 0) {
      throw new MalformedMidiException("zero-division", 12, "0 ticks per quarter note");
    }
    // A note takes six bytes at least, eight as most files have them.
    score = new Score(division, midi.length / 8);
    builder = newBuilder.apply(score);
    int at = CHUNK_HEADER + (int) headerLength;
    for (track = 0; track < tracks; track++) {
      at = readChunk(at, tracks);
    }
    builder.endOfTracks(at);
    return score;
  }

  private int readChunk(int at, int tracks) throws MalformedMidiException {
    int left = midi.length - at;
    if (left < CHUNK_HEADER) {
      throw malformed(
          "track-missing",
          at,
          "%d tracks announced, the file ends where track %d should begin"
              .formatted(tracks, track));
    }
    if (int32(at) != MTRK) {
      throw malformed(
          "no-track-header", at, "chunk type %08x instead of MTrk".formatted(int32(at)));
    }
    long size = int32(at + 4) & 0xffffffffL;
    if (size == 0) {
      throw malformed("empty-track", at + 4, "the track has no events at all");
    }
    if (size > left - CHUNK_HEADER) {
      throw malformed(
          "track-cut-off",
          at + 4,
          "the track has %d bytes, the file only %d more".formatted(size, left - CHUNK_HEADER));
    }
    int start = at + CHUNK_HEADER;
    int end = start + (int) size;
    builder.beginTrack();
    readTrack(start, end);
    return end;
  }

  /** Reads events up to {@code end}: no end-of-track event ends a track before its length. */
  private void readTrack(int start, int end) throws MalformedMidiException {
    long tick = 0;
    int lastStatus = 0;
    int at = start;
    while (at < end) {
      int event = at;
      long delta = 0;
      int octet;
      do {
        octet = octet(at++, end, event);
        delta = Math.min(delta << 7 | (octet & 0x7f), SATURATED);
      } while (octet > 0x7f);

      int status = octet(at, end, event);
      boolean running = status < 0x80;
      if (running) {
        if (lastStatus == 0) {
          throw malformed(
              "running-status-without-status",
              at,
              "data byte 0x%02x, but the track has had no status byte yet".formatted(status));
        }
        status = lastStatus;
      } else {
        at++;
        if (status != 0xff) {
          // Meta events neither set nor clear the running status, all others set it.
          lastStatus = status;
        }
      }

      if (status < 0xf0) {
        tick = advance(tick, delta, event);
        builder.channelEvent(status, tick);
        int channel = status & 0x0f;
        int first = data(at++, end, event);
        int kind = status >> 4;
        if (kind == 0xc) {
          builder.program(channel, first);
        } else if (kind != 0xd) {
          int second = data(at++, end, event);
          switch (kind) {
            case 0x8 -> builder.noteOff(tick, channel, first, event);
            case 0x9 -> {
              if (second == 0) {
                builder.noteOff(tick, channel, first, event);
              } else {
                builder.noteOn(tick, channel, first, second);
              }
            }
            case 0xb -> builder.controlChange(tick, channel, first, second);
            case 0xe -> builder.pitchBend(tick, channel, (second << 7 | first) - 8192);
            default -> {
              // 0xa, polyphonic aftertouch, has no place in a NoteSequence.
            }
          }
        }
      } else if (status == 0xff) {
        int type = octet(at++, end, event);
        at = readLength(at, end, event);
        // mido loses the delta time of a meta event that it does not know.
        boolean known = isKnownMeta(type);
        tick = known ? advance(tick, delta, event) : tick;
        builder.metaEvent(type, tick, known, delta);
        readMeta(type, at, tick, event);
        at += length;
      } else if (status == 0xf0 || status == 0xf7) {
        tick = advance(tick, delta, event);
        // A data byte under the running status of a sysex is dropped; a length follows it.
        at = readLength(running ? at + 1 : at, end, event);
        checkSysex(at);
        builder.systemEvent(status, tick);
        at += length;
      } else {
        tick = advance(tick, delta, event);
        builder.systemEvent(status, tick);
        at = readSystem(status, running, at, end, event);
      }
      checkAmount(event);
    }
  }

  /** Refuses a file as soon as it is too much, before memory grows any further. */
  private void checkAmount(int event) throws MalformedMidiException {
    if (builder.notes() > limits.maxNotes()) {
      throw malformed(
          "too-many-notes",
          event,
          "%d notes, the limit is %d".formatted(builder.notes(), limits.maxNotes()));
    }
    if (score.totalTime() > limits.maxSeconds()) {
      throw malformed(
          "too-long",
          event,
          "%s seconds, the limit is %s".formatted(score.totalTime(), limits.maxSeconds()));
    }
    if (score.heldBytes() > maxMemory) {
      throw malformed(
          "sequence-too-large",
          event,
          "the events so far take %d bytes in memory, the limit is %d"
              .formatted(score.heldBytes(), maxMemory));
    }
  }

  private int octet(int at, int end, int event) throws MalformedMidiException {
    if (at >= end) {
      throw malformed(
          "event-past-end-of-track",
          event,
          "an event needs more bytes than the track has, which ends at byte %d".formatted(end));
    }
    return midi[at] & 0xff;
  }

  private int data(int at, int end, int event) throws MalformedMidiException {
    int octet = octet(at, end, event);
    if (octet > 0x7f) {
      throw malformed("data-byte-over-127", at, "data byte 0x%02x".formatted(octet));
    }
    return octet;
  }

  private long advance(long tick, long delta, int event) throws MalformedMidiException {
    long sum = tick + delta;
    if (sum >= maxTicks) {
      throw malformed(
          "too-many-ticks", event, "%d ticks, the limit is %d".formatted(sum + 1, maxTicks));
    }
    return sum;
  }

  /** Reads the length of a sysex or meta event into {@link #length}; returns where its data is. */
  private int readLength(int start, int end, int event) throws MalformedMidiException {
    int at = start;
    long value = 0;
    int octet;
    do {
      octet = octet(at++, end, event);
      value = Math.min(value << 7 | (octet & 0x7f), SATURATED);
    } while (octet > 0x7f);
    if (value > MAX_MESSAGE_BYTES) {
      throw malformed(
          "message-too-long", start, "a sysex or meta event of more than 1,000,000 bytes");
    }
    length = (int) value;
    if (length > end - at) {
      throw malformed(
          "event-past-end-of-track",
          event,
          "an event of %d bytes, with %d left in the track".formatted(length, end - at));
    }
    return at;
  }

  private void checkSysex(int start) throws MalformedMidiException {
    int from = start;
    int to = start + length;
    if (from < to && (midi[from] & 0xff) == 0xf0) {
      from++;
    }
    if (from < to && (midi[to - 1] & 0xff) == 0xf7) {
      to--;
    }
    for (int at = from; at < to; at++) {
      if (midi[at] < 0) {
        throw malformed(
            "sysex-byte-over-127", at, "byte 0x%02x in a sysex event".formatted(midi[at]));
      }
    }
  }

  private int readSystem(int status, boolean running, int at, int end, int event)
      throws MalformedMidiException {
    int size =
        switch (status) {
          case 0xf1, 0xf3 -> 1;
          case 0xf2 -> 2;
          case 0xf6, 0xf8, 0xfa, 0xfb, 0xfc, 0xfe -> 0;
          default ->
              throw malformed("undefined-status", at - 1, "status byte 0x%02x".formatted(status));
        };
    if (running && size == 0) {
      throw malformed(
          "data-after-system-message",
          at,
          "data byte 0x%02x after status 0x%02x, which takes none".formatted(midi[at], status));
    }
    for (int i = 0; i < size; i++) {
      data(at + i, end, event);
    }
    return at + size;
  }

  private static boolean isKnownMeta(int type) {
    return switch (type) {
      case 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09 -> true;
      case 0x20, 0x21, 0x2f, 0x51, 0x54, 0x58, 0x59, 0x7f -> true;
      default -> false;
    };
  }

  /**
   * Checks a meta event in every track, but takes tempos and signatures from track 0 only, as
   * pretty_midi does.
   */
  private void readMeta(int type, int at, long tick, int event) throws MalformedMidiException {
    switch (type) {
      case 0x00 -> {
        if (length == 1) {
          throw metaTooShort("sequence number", 2, event);
        }
      }
      case 0x03 -> builder.trackName(TrackName.of(midi, at, length));
      case 0x20 -> require("channel prefix", 1, event);
      case 0x51 -> {
        require("tempo", 3, event);
        if (track == 0) {
          readTempo(at, tick);
        }
      }
      case 0x54 -> {
        require("SMPTE offset", 5, event);
        checkSmpteOffset(at);
      }
      case 0x58 -> {
        require("time signature", 4, event);
        readTimeSignature(at, tick);
      }
      case 0x59 -> {
        require("key signature", 2, event);
        readKeySignature(at, tick);
      }
      default -> {
        // Texts, end of track, port, sequencer data and unknown types say nothing of notes.
      }
    }
  }

  private void require(String what, int bytes, int event) throws MalformedMidiException {
    if (length < bytes) {
      throw metaTooShort(what, bytes, event);
    }
  }

  private MalformedMidiException metaTooShort(String what, int bytes, int event) {
    return malformed(
        "meta-too-short",
        event,
        "a %s event of %d bytes, which needs %d".formatted(what, length, bytes));
  }

  private void readTempo(int at, long tick) throws MalformedMidiException {
    int micros = (midi[at] & 0xff) << 16 | (midi[at + 1] & 0xff) << 8 | (midi[at + 2] & 0xff);
    if (micros == 0) {
      throw malformed("zero-tempo", at, "0 microseconds per quarter note");
    }
    builder.tempo(tick, micros);
  }

  private void checkSmpteOffset(int at) throws MalformedMidiException {
    checkSmpteField("frame rate code", (midi[at] & 0xff) >> 5, 3, at);
    checkSmpteField("minutes", midi[at + 1] & 0xff, 59, at + 1);
    checkSmpteField("seconds", midi[at + 2] & 0xff, 59, at + 2);
    checkSmpteField("subframes", midi[at + 4] & 0xff, 99, at + 4);
  }

  private void checkSmpteField(String what, int value, int most, int at)
      throws MalformedMidiException {
    if (value > most) {
      throw malformed(
          "smpte-offset-out-of-range",
          at,
          "%s %d in an SMPTE offset, at most %d".formatted(what, value, most));
    }
  }

  private void readTimeSignature(int at, long tick) throws MalformedMidiException {
    int numerator = midi[at] & 0xff;
    int power = midi[at + 1] & 0xff;
    if (REFUSED_DENOMINATOR_POWERS.get(power)) {
      throw denominatorOutOfRange(at + 1, power);
    }
    if (track > 0) {
      return;
    }
    if (numerator == 0) {
      throw malformed("time-signature-zero-numerator", at, "a time signature of 0 beats");
    }
    if (power > MAX_DENOMINATOR_POWER) {
      throw denominatorOutOfRange(at + 1, power);
    }
    builder.timeSignature(tick, numerator, power);
  }

  private MalformedMidiException denominatorOutOfRange(int at, int power) {
    return malformed(
        "time-signature-denominator-out-of-range",
        at,
        "a time signature with denominator 2^%d".formatted(power));
  }

  /**
   * The powers of two that mido takes for none: those whose logarithm to the base 2, computed as a
   * quotient of natural logarithms in doubles, is not whole. Listed, because that depends on the
   * last bit of the C library's logarithm.
   */
  private static BitSet refusedDenominatorPowers() {
    int[][] ranges = {
      {29, 29},
      {31, 31},
      {39, 39},
      {47, 47},
      {51, 51},
      {55, 55},
      {58, 59},
      {62, 62},
      {78, 78},
      {93, 95},
      {101, 102},
      {109, 110},
      {116, 118},
      {124, 125},
      {141, 141},
      {156, 156},
      {171, 171},
      {179, 179},
      {186, 190},
      {201, 205},
      {217, 221},
      {232, 236},
      {247, 251}
    };
    BitSet powers = new BitSet(256);
    for (int[] range : ranges) {
      powers.set(range[0], range[1] + 1);
    }
    return powers;
  }

  private void readKeySignature(int at, long tick) throws MalformedMidiException {
    int sharps = midi[at];
    int mode = midi[at + 1] & 0xff;
    if (Math.abs(sharps) > 7 || mode > 1) {
      throw malformed(
          "unknown-key-signature",
          at,
          "a key signature of %d sharps and mode %d".formatted(sharps, mode));
    }
    if (track == 0) {
      builder.keySignature(tick, sharps, mode);
    }
  }

  private MalformedMidiException malformed(String reason, int offset, String detail) {
    return new MalformedMidiException(reason, offset, track, detail);
  }

  private int int32(int at) {
    return int16(at) << 16 | (int16(at + 2) & 0xffff);
  }

  /** Signed, as mido has it. */
  private int int16(int at) {
    return (short) ((midi[at] & 0xff) << 8 | (midi[at + 1] & 0xff));
  }
}
